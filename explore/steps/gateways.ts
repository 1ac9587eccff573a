import { GATEWAY_FAILURES, type RoomName, USERS, type UserName } from '../history.ts'
import type { Situation } from '../model/situation.ts'
import { failGateway } from '../trial/failing-gateway.ts'
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
      const by = choice.of(USERS.filter((other) => roomsOfBoth(situation, user, other).length > 0))
      const rooms = by === undefined ? [] : roomsOfBoth(situation, user, by)
      const room = choice.of(rooms)
      if (by === undefined || room === undefined) return undefined
      const number = choice.chance(50) ? 1 : choice.among([2, MAX_MEANWHILE])
      const meanwhile = Array.from({ length: number }, () => choice.of(rooms) ?? room)
      return { do: 'fail-gateway', user, room, by, failure: choice.among(GATEWAY_FAILURES), meanwhile }
    },
    isPossible: (situation, { user, room, by, meanwhile }) =>
      [room, ...meanwhile].every((one) => roomsOfBoth(situation, user, by).includes(one)),
    apply: () => {},
    async perform(trial, step) {
      await failGateway(trial, step)
      trial.touch('pushers', step.user)
    },
    describe: ({ user, room, by, failure, meanwhile }) =>
      `${person(user)} sets a pusher for the watch, whose gateway fails with ${failure} when ${person(by)} sends a message to ${room}; meanwhile ${person(by)} sends further messages, to ${meanwhile.join(' and ')}; then the gateway accepts pushes, and ${person(by)} sends another message`,
  }),
]

/** Returns the rooms that two different users have joined. */
function roomsOfBoth(situation: Situation, one: UserName, other: UserName): RoomName[] {
  const rooms = one === other ? [] : situation.roomsWith(one, 'join')
  return rooms.filter((room) => situation.membership(room, other) === 'join')
}
