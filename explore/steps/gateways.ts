import { GATEWAY_FAILURES, type Meanwhile, USERS, type UserName } from '../history.ts'
import type { Situation } from '../model/situation.ts'
import { failGateway } from '../trial/failing-gateway.ts'
import type { Choice } from './choice.ts'
import { person, type StepOf, stepKind } from './step-kind.ts'

/** Maximum number of messages that are sent while a gateway fails. */
const MAX_MEANWHILE = 3

/** Steps in which the gateway of a pusher fails for a while. */
export const gatewaySteps = [
  stepKind<StepOf<'fail-gateway'>>({
    do: 'fail-gateway',
    weight: 1,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const first = drawMessage(situation, choice, user)
      if (first === undefined) return undefined
      const failure = choice.among(GATEWAY_FAILURES)
      const number = 1 + (choice.chance(50) ? choice.among([1, MAX_MEANWHILE - 1]) : 0)
      const meanwhile = Array.from({ length: number }, () => drawMessage(situation, choice, user) ?? first)
      return { do: 'fail-gateway', user, ...first, failure, meanwhile }
    },
    isPossible: (situation, { user, room, by, meanwhile }) =>
      [{ room, by }, ...meanwhile].every((message) => isBetween(situation, user, message)),
    apply: () => {},
    async perform(trial, step) {
      await failGateway(trial, step)
      trial.touch('pushers', step.user)
    },
    describe({ user, room, by, failure, meanwhile }) {
      const sent = meanwhile.map((message) => `${person(message.by)} to ${message.room}`).join(', ')
      return `${person(user)} sets a pusher for the watch, whose gateway fails with ${failure} when ${person(by)} sends a message to ${room}; meanwhile there are messages of ${sent}; then the gateway accepts pushes, and ${person(by)} sends another message`
    },
  }),
]

function drawMessage(situation: Situation, choice: Choice, user: UserName): Meanwhile | undefined {
  const rooms = [...situation.rooms.keys()].filter((room) => situation.membership(room, user) === 'join')
  const messages = rooms.flatMap((room) => USERS.map((by) => ({ room, by })))
  return choice.of(messages.filter((message) => isBetween(situation, user, message)))
}

function isBetween(situation: Situation, user: UserName, { room, by }: Meanwhile): boolean {
  return by !== user && [user, by].every((name) => situation.membership(room, name) === 'join')
}
