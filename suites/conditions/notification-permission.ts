import type { PowerLevelsContent } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { Inconclusive, NotApplicable } from '../harness/case/errors.ts'
import { type Criterion, expectMatches, observeMatches } from './helpers/rule-trial.ts'

/** Power levels that a case sets; a level of `undefined` is removed from the event. */
interface Levels {
  carol?: number | undefined
  users_default?: number | undefined
  notifications?: Record<string, number> | undefined
}

function mayNotify(key: string): Criterion {
  return { conditions: [{ kind: 'sender_notification_permission', key }] }
}

/** Sets power levels of the room. All other levels, including who may change them, stay as the target created them. */
async function setLevels({ bob, carol, room }: Scene, { carol: level, ...others }: Levels): Promise<void> {
  const levels = (await bob.state(room, 'm.room.power_levels')) as PowerLevelsContent
  const { [carol.userId]: _, ...users } = levels.users ?? {}
  const named = level === undefined ? users : { ...users, [carol.userId]: level }
  await bob.setState(room, 'm.room.power_levels', { ...levels, ...others, users: named })
}

/** Expects a message of Carol's to show whether she may send the notification that the key names. */
async function expectPermission(scene: Scene, levels: Levels, permitted: boolean, key = 'room'): Promise<void> {
  await setLevels(scene, levels)
  const messages = ['a message']
  await expectMatches(scene, mayNotify(key), permitted ? { matched: messages } : { unmatched: messages }, {
    sender: scene.carol,
  })
}

/** Power level that is needed to notify a room. */
export const notificationPermission = [
  defineCase({
    id: 'conditions/permission-default-level',
    title: 'By default a power level of 50 is needed to notify the room',
    verifies: ['conditions.notification-permission.defaults', 'conditions.notification-permission.level'],
    caughtBy: ['conditions.notification-default-zero', 'conditions.notification-power-ignored'],
    fairness:
      "The schema of m.room.power_levels gives 50 as the default. Carol's level is set explicitly, so the levels with which a server creates a room do not matter.",
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      for (const notifications of [undefined, {}]) {
        await expectPermission(scene, { notifications, carol: 50 }, true)
        await expectPermission(scene, { notifications, carol: 49 }, false)
      }
    },
  }),

  defineCase({
    id: 'conditions/permission-changed-level',
    title: 'If the level to notify the room is changed, the sender needs at least that level',
    verifies: ['conditions.notification-permission.level'],
    caughtBy: ['conditions.notification-level-ignored', 'conditions.notification-power-ignored'],
    fairness:
      "The room's level and Carol's level are both set explicitly to integers before each message, so no default of the target matters.",
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      await expectPermission(scene, { notifications: { room: 60 }, carol: 60 }, true)
      await expectPermission(scene, { notifications: { room: 60 }, carol: 59 }, false)
      await expectPermission(scene, { notifications: { room: 9 }, carol: 10 }, true)
      await expectPermission(scene, { notifications: { room: 0 }, carol: 0 }, true)
    },
  }),

  defineCase({
    id: 'conditions/permission-users-default',
    title: 'A sender without a level of their own has users_default, or 0 without that',
    verifies: ['conditions.notification-permission.defaults'],
    caughtBy: ['conditions.users-default-ignored'],
    fairness:
      'The schema of m.room.power_levels defines users_default and its default of 0. Carol did not create the room, so no room version gives her more.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      const notifications = { room: 50 }
      await expectPermission(scene, { notifications, users_default: 50, carol: undefined }, true)
      await expectPermission(scene, { notifications, users_default: 49, carol: undefined }, false)
      await expectPermission(scene, { notifications, users_default: 60, carol: 0 }, false)
      await expectPermission(scene, { notifications, users_default: 0, carol: 60 }, true)
      await expectPermission(scene, { notifications, users_default: undefined, carol: undefined }, false)
      await expectPermission(scene, { notifications: { room: 0 }, users_default: undefined, carol: undefined }, true)
    },
  }),

  defineCase({
    id: 'conditions/permission-other-levels',
    title: 'The levels to send messages and state do not affect who may notify the room',
    verifies: ['conditions.notification-permission.level'],
    caughtBy: ['conditions.notification-level-of-state', 'conditions.notification-power-ignored'],
    fairness:
      'The level is looked up under notifications, where it is set explicitly, and Carol may send messages at any level.',
    async run({ sharedScene }) {
      const scene = await sharedScene({
        isNewRoom: true,
        group: true,
        room: { powerLevels: { events_default: 0, state_default: 90 } },
      })
      await expectPermission(scene, { notifications: { room: 50 }, carol: 40 }, false)
      await expectPermission(scene, { notifications: { room: 50 }, carol: 50 }, true)
    },
  }),

  defineCase({
    id: 'conditions/permission-other-key',
    title: 'sender_notification_permission uses the level of its own key',
    verifies: ['conditions.notification-permission.level'],
    caughtBy: ['conditions.notification-level-ignored', 'conditions.notification-power-ignored'],
    fairness:
      'The specification names room only as an example of a key. The key is always present in the event, because its default is unspecified.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      const notifications = { room: 90, party: 30 }
      await expectPermission(scene, { notifications, carol: 30 }, true, 'party')
      await expectPermission(scene, { notifications, carol: 29 }, false, 'party')
      await expectPermission(scene, { notifications: { room: 10, party: 30 }, carol: 20 }, false, 'party')
    },
  }),

  defineCase({
    id: 'conditions/permission-unknown-key',
    title: 'Which power level is needed for a key that notifications does not contain',
    verifies: ['conditions.notification-permission.other-keys'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      const { bob, carol } = scene
      await setLevels(scene, { notifications: { room: 0 }, carol: 49 })
      const details = { buildsOn: ['conditions.notification-permission.level'] }
      await expectMatches(scene, mayNotify('room'), { matched: ['a message'] }, { sender: carol, details })
      const [below] = await observeMatches(scene, mayNotify('party'), ['a message'], { sender: carol })
      await setLevels(scene, { notifications: { room: 0 }, carol: 50 })
      const [at] = await observeMatches(scene, mayNotify('party'), ['a message'], { sender: carol })
      const [owner] = await observeMatches(scene, mayNotify('party'), ['a message'], { sender: bob })
      if (below) return 'Less than 50 is enough'
      if (at) return '50 is needed'
      return owner ? 'More than 50 is needed' : 'Nobody has the permission'
    },
  }),

  defineCase({
    id: 'conditions/permission-of-creators',
    title: 'In a room of version 12 its creator may notify, whatever the level',
    verifies: ['conditions.notification-permission.creators'],
    caughtBy: ['conditions.creators-without-power'],
    fairness:
      'The case is skipped if the target does not create rooms of version 12. Their creators have more power than any level, and Carol is not a creator.',
    async run({ sharedScene }) {
      const people = await sharedScene({ group: true })
      const scene = { ...people, room: await roomOfMightyCreator(people) }
      await setLevels(scene, { notifications: { room: 1000 }, carol: 100 })
      await expectMatches(scene, mayNotify('room'), { matched: ['from the creator'] })
      await expectMatches(scene, mayNotify('room'), { unmatched: ['from Carol'] }, { sender: scene.carol })
    },
  }),
]

/**
 * Creates another room of Bob's with everybody in it, of the first version whose creators have more power than any
 * level.
 */
async function roomOfMightyCreator({ alice, bob, carol }: Scene): Promise<string> {
  const body = { preset: 'private_chat', room_version: '12', invite: [alice.userId, carol.userId] }
  const { status, body: made } = await bob.client.call('createRoom', { body })
  if (status === 400) throw new NotApplicable('The target does not create rooms of version 12')
  if (status !== 200) throw new Inconclusive(`Creating a room of version 12: expected status 200, found ${status}`)
  const { room_id: room } = made as { room_id: string }
  await alice.join(room)
  await carol.join(room)
  return room
}
