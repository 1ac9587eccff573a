import { atLeast } from '../../spec/index.ts'
import { expectPushersOf } from '../compare/pushers.ts'
import { DEVICES, type DeviceName, PUSHER_CHANGES, PUSHKEY_USES, USERS, type UserName } from '../history.ts'
import { newPusher, type PusherSituation, type Situation } from '../model/situation.ts'
import type { Choice } from './choice.ts'
import { changing, person, type StepOf, stepKind } from './step-kind.ts'

/** Device of a user that has a pusher. */
interface Owned {
  user: UserName
  device: DeviceName
}

/** Steps that set, change and delete pushers. */
export const pusherSteps = [
  stepKind<StepOf<'set-pusher'>>({
    do: 'set-pusher',
    weight: 6,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const device = choice.of(DEVICES.filter((name) => !situation.user(user).devices.has(name)))
      if (device === undefined) return undefined
      return { do: 'set-pusher', user, device, ...(choice.chance(BRIEF) ? { format: 'event_id_only' } : {}) }
    },
    isPossible: (situation, { user, device }) => !situation.user(user).devices.has(device),
    apply: (situation, { user, device, format }) =>
      void situation.user(user).devices.set(device, newPusher(format !== undefined)),
    perform: changing('pushers', ({ target }, { user, device, format }) =>
      target.setPusher(user, device, newPusher(format !== undefined)),
    ),
    describe: ({ user, device, format }) =>
      `${person(user)} sets a pusher for the ${device}${format === undefined ? '' : `, with the format ${format}`}`,
  }),

  stepKind<StepOf<'change-pusher'>>({
    do: 'change-pusher',
    weight: 3,
    draw(situation, choice) {
      const owned = drawOwned(situation, choice)
      if (owned === undefined || !hasIdentity(situation)) return undefined
      const change = choice.chance(50) ? choice.among(PUSHER_CHANGES) : undefined
      return { do: 'change-pusher', ...owned, ...(change === undefined ? {} : { change }) }
    },
    isPossible: (situation, step) => isOwned(situation, step) && hasIdentity(situation),
    apply(situation, { user, device, change }) {
      const { devices } = situation.user(user)
      devices.set(device, changed(situation, situation.pusher(user, device), change))
    },
    perform: changing('pushers', ({ target, situation }, { user, device, change }) => {
      const pusher = changed(situation, situation.pusher(user, device), change)
      // Whether a target takes a URL with a query is unspecified
      return target.changePusher(user, device, pusher, { canBeRefused: change === 'URL' })
    }),
    describe({ user, device, change }) {
      if (change === 'nothing') return `${person(user)} sets the pusher for the ${device} again, unchanged`
      return `${person(user)} changes ${change === undefined ? '' : `the ${change} of `}the pusher for the ${device}`
    },
  }),

  stepKind<StepOf<'delete-pusher'>>({
    do: 'delete-pusher',
    weight: 2,
    draw: (situation, choice) => drawn('delete-pusher', drawOwned(situation, choice, isAlone)),
    isPossible: (situation, step) => isOwned(situation, step, isAlone),
    apply: (situation, { user, device }) => void situation.user(user).devices.delete(device),
    perform: changing('pushers', ({ target }, { user, device }) => target.deletePusher(user, device)),
    describe: ({ user, device }) => `${person(user)} deletes the pusher for the ${device}`,
  }),

  stepKind<StepOf<'add-app'>>({
    do: 'add-app',
    weight: 2,
    draw: (situation, choice) =>
      hasIdentity(situation) ? drawn('add-app', drawOwned(situation, choice, isAlone)) : undefined,
    isPossible: (situation, step) => isOwned(situation, step, isAlone) && hasIdentity(situation),
    apply(situation, { user, device }) {
      situation.pusher(user, device).hasOtherApp = true
    },
    perform: changing('pushers', ({ target, situation }, { user, device }) =>
      target.setOtherApp(user, device, situation.pusher(user, device)),
    ),
    describe: ({ user, device }) =>
      `${person(user)} sets another pusher for the ${device}, with the same pushkey and another app_id`,
  }),

  stepKind<StepOf<'remove-app'>>({
    do: 'remove-app',
    weight: 10,
    draw: (situation, choice) => drawn('remove-app', drawOwned(situation, choice, hasOtherApp)),
    isPossible: (situation, step) => isOwned(situation, step, hasOtherApp),
    apply(situation, { user, device }) {
      situation.pusher(user, device).hasOtherApp = false
    },
    perform: changing('pushers', ({ target }, { user, device }) => target.deleteOtherApp(user, device)),
    describe: ({ user, device }) => `${person(user)} deletes the pusher of the other app for the ${device}`,
  }),

  stepKind<StepOf<'lend-pushkey'>>({
    do: 'lend-pushkey',
    weight: 2,
    draw(situation, choice) {
      const owned = drawOwned(situation, choice, isAlone)
      const by = choice.of(USERS.filter((name) => name !== owned?.user))
      if (owned === undefined || by === undefined) return undefined
      const how = hasIdentity(situation) ? choice.among(PUSHKEY_USES) : 'append'
      return { do: 'lend-pushkey', ...owned, by, how }
    },
    isPossible: (situation, step) =>
      isOwned(situation, step, isAlone) && step.by !== step.user && (step.how === 'append' || hasIdentity(situation)),
    apply() {},
    async perform(trial, step) {
      const { user, device, by } = step
      const borrowed = await trial.target.borrowPushkey(step, trial.situation.pusher(user, device))
      await expectPushersOf(trial, user, BORROWED[step.how])
      await trial.target.giveBack(by, borrowed)
      await expectPushersOf(trial, user, 'pushers.null-kind-deletes')
      await expectPushersOf(trial, by)
    },
    describe: ({ user, device, by, how }) =>
      `${person(by)} sets a pusher with the pushkey of ${person(user)}'s ${device}, ${how === 'append' ? 'with append' : 'for another app'}, and deletes it`,
  }),

  stepKind<StepOf<'take-over-pusher'>>({
    do: 'take-over-pusher',
    weight: 2,
    draw(situation, choice) {
      const owned = drawOwned(situation, choice, isAlone)
      if (owned === undefined) return undefined
      const by = choice.of(USERS.filter((name) => !situation.user(name).devices.has(owned.device)))
      return by === undefined ? undefined : { do: 'take-over-pusher', ...owned, by }
    },
    isPossible: (situation, step) =>
      isOwned(situation, step, isAlone) && !situation.user(step.by).devices.has(step.device),
    apply(situation, { user, device, by }) {
      situation.user(user).devices.delete(device)
      situation.user(by).devices.set(device, newPusher())
    },
    async perform(trial, step) {
      const { user, device, by } = step
      await trial.target.takeOverPusher(user, device, by)
      trial.apply(step)
      for (const touched of [user, by]) trial.touch('pushers', touched)
    },
    describe: ({ user, device, by }) => `${person(by)} sets a pusher with the pushkey of ${person(user)}'s ${device}`,
  }),

  stepKind<StepOf<'reject-pusher'>>({
    do: 'reject-pusher',
    weight: 1,
    draw(situation, choice) {
      const owned = drawOwned(situation, choice, isAlone)
      if (owned === undefined) return undefined
      const { user } = owned
      const room = choice.of(situation.roomsWith(user, 'join'))
      if (room === undefined) return undefined
      const by = choice.of(situation.usersWith(room, 'join').filter((name) => name !== user))
      if (by === undefined) return undefined
      return { do: 'reject-pusher', ...owned, room, by, ...(choice.chance(30) ? { pushkey: 'another one' } : {}) }
    },
    isPossible: (situation, { user, device, room, by }) =>
      isOwned(situation, { user, device }, isAlone) &&
      by !== user &&
      [user, by].every((name) => situation.membership(room, name) === 'join'),
    apply(situation, { user, device, pushkey }) {
      if (pushkey === undefined) situation.user(user).devices.delete(device)
    },
    async perform(trial, step) {
      await trial.reject(step)
    },
    describe: ({ user, device, room, by, pushkey }) =>
      `${person(by)} sends a message to ${room}, and the gateway rejects ${pushkey === undefined ? `the pushkey of ${person(user)}'s ${device}` : `another pushkey than that of ${person(user)}'s ${device}`}`,
  }),
]

/** Share of pushers with the format event_id_only, in percent. */
const BRIEF = 15

/** Requirements that a target violates that removes the pusher of the owner of a pushkey that somebody else uses. */
const BORROWED = { append: 'pushers.append-true-keeps', 'another app': 'pushers.identity' } as const

function drawOwned(
  situation: Situation,
  choice: Choice,
  fits: (pusher: PusherSituation) => boolean = () => true,
): Owned | undefined {
  const user = choice.mostlyFirst(USERS)
  const { devices } = situation.user(user)
  const device = choice.of([...devices].filter(([, pusher]) => fits(pusher)).map(([name]) => name))
  return device === undefined ? undefined : { user, device }
}

function drawn<Name extends string>(name: Name, owned: Owned | undefined): ({ do: Name } & Owned) | undefined {
  return owned && { do: name, ...owned }
}

function isOwned(
  situation: Situation,
  { user, device }: Owned,
  fits: (pusher: PusherSituation) => boolean = () => true,
): boolean {
  const pusher = situation.user(user).devices.get(device)
  return pusher !== undefined && fits(pusher)
}

/** Reports whether no other app has the pushkey: what happens then to pushers of both is not always specified. */
function isAlone({ hasOtherApp: shared }: PusherSituation): boolean {
  return !shared
}

function hasOtherApp({ hasOtherApp: shared }: PusherSituation): boolean {
  return shared
}

/** Reports whether the version says what identifies a pusher. */
function hasIdentity({ specVersion }: Situation): boolean {
  return atLeast(specVersion, 'v1.6')
}

/** Returns a pusher after a change. */
function changed(
  { position }: Situation,
  pusher: PusherSituation,
  change: StepOf<'change-pusher'>['change'],
): PusherSituation {
  if (change === 'nothing') return { ...pusher }
  if (change === 'URL') return { ...pusher, moves: pusher.moves + 1, movedAt: position }
  return { ...pusher, changes: pusher.changes + 1 }
}
