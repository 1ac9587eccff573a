import { atLeast } from '../../spec/index.ts'
import { DEVICES, USERS } from '../history.ts'
import { changing, person, type StepOf, stepKind } from './step-kind.ts'

/** Steps that set, change and delete pushers. */
export const pusherSteps = [
  stepKind<StepOf<'set-pusher'>>({
    do: 'set-pusher',
    weight: 6,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const device = choice.of(DEVICES.filter((name) => !situation.user(user).devices.has(name)))
      return device === undefined ? undefined : { do: 'set-pusher', user, device }
    },
    isPossible: (situation, { user, device }) => !situation.user(user).devices.has(device),
    apply: (situation, { user, device }) => void situation.user(user).devices.set(device, 0),
    perform: changing('pushers', ({ target }, { user, device }) => target.setPusher(user, device)),
    describe: ({ user, device }) => `${person(user)} sets a pusher for the ${device}`,
  }),

  stepKind<StepOf<'change-pusher'>>({
    do: 'change-pusher',
    weight: 2,
    draw(situation, choice) {
      if (!atLeast(situation.specVersion, 'v1.6')) return undefined
      const user = choice.mostlyFirst(USERS)
      const device = choice.of([...situation.user(user).devices.keys()])
      return device === undefined ? undefined : { do: 'change-pusher', user, device }
    },
    isPossible: (situation, { user, device }) =>
      situation.user(user).devices.has(device) && atLeast(situation.specVersion, 'v1.6'),
    apply(situation, { user, device }) {
      const { devices } = situation.user(user)
      devices.set(device, (devices.get(device) ?? 0) + 1)
    },
    perform: changing('pushers', ({ target, situation }, { user, device }) =>
      target.changePusher(user, device, (situation.user(user).devices.get(device) ?? 0) + 1),
    ),
    describe: ({ user, device }) => `${person(user)} changes the pusher for the ${device}`,
  }),

  stepKind<StepOf<'delete-pusher'>>({
    do: 'delete-pusher',
    weight: 2,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const device = choice.of([...situation.user(user).devices.keys()])
      return device === undefined ? undefined : { do: 'delete-pusher', user, device }
    },
    isPossible: (situation, { user, device }) => situation.user(user).devices.has(device),
    apply: (situation, { user, device }) => void situation.user(user).devices.delete(device),
    perform: changing('pushers', ({ target }, { user, device }) => target.deletePusher(user, device)),
    describe: ({ user, device }) => `${person(user)} deletes the pusher for the ${device}`,
  }),

  stepKind<StepOf<'reject-pusher'>>({
    do: 'reject-pusher',
    weight: 1,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const device = choice.of([...situation.user(user).devices.keys()])
      const room = choice.of([...situation.rooms.keys()].filter((name) => situation.membership(name, user) === 'join'))
      if (device === undefined || room === undefined) return undefined
      const by = choice.of(situation.usersWith(room, 'join').filter((name) => name !== user))
      return by === undefined ? undefined : { do: 'reject-pusher', user, device, room, by }
    },
    isPossible: (situation, { user, device, room, by }) =>
      situation.user(user).devices.has(device) &&
      by !== user &&
      [user, by].every((name) => situation.membership(room, name) === 'join'),
    apply: (situation, { user, device }) => void situation.user(user).devices.delete(device),
    async perform(trial, step) {
      await trial.reject(step)
    },
    describe: ({ user, device, room, by }) =>
      `${person(by)} sends a message to ${room}, and the gateway rejects the pushkey of ${person(user)}'s ${device}`,
  }),
]
