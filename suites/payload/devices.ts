import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { readAll } from '../harness/users/counting.ts'

/** Far in the future in seconds, long ago in milliseconds; distinguishes the two units. */
const SECONDS_OR_MILLISECONDS = 100_000_000_000

/** Hour in seconds. */
const AN_HOUR = 3600

/** Device of a notification. */
export const devices = [
  defineCase({
    id: 'payload/app-id-and-pushkey',
    title: 'The device of a notification has the app_id and pushkey of the pusher',
    verifies: ['payload.device'],
    caughtBy: ['payload.app-id-as-pushkey'],
    fairness:
      'Both fields are required for each device and defined as those of the pusher. Other devices of the same request are ignored.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene({ pusher: { app_id: 'org.plexor.payload' } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the app_id', device.app_id, 'org.plexor.payload')
      expectEqual('the pushkey', device.pushkey, pusher.pushkey)
    },
  }),

  defineCase({
    id: 'payload/data-without-url',
    title: "The device's data, if sent, is that of the pusher without its url",
    verifies: ['payload.data-without-url'],
    caughtBy: ['payload.data-has-url', 'payload.custom-data-dropped'],
    fairness:
      'The data is optional here. If sent, it is defined in every version as that of the pusher except for the url. Another case is about keys that the server adds.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene({ pusher: { data: { custom: 'kept' } } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the url in the data of the device', device.data?.url, undefined)
      if (device.data) expectEqual('the custom key in the data of the device', device.data.custom, 'kept')
    },
  }),

  defineCase({
    id: 'payload/data-without-additions',
    title:
      "The device's data, if sent, contains nothing that is not in that of the pusher, also in pushes of only counts",
    verifies: ['payload.data-additions'],
    caughtBy: ['payload.data-with-additions'],
    fairness:
      'The data is optional here. The specification defines it as that of the pusher without the url, which leaves no room for other keys, but it forbids none. So an addition is only a warning.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ pusher: { data: { custom: 'kept' } } })
      await readAll(scene)
      const { bob, room, pusher } = scene
      // The fence arrives after anything that the target sends about the reading.
      await pusher.expectPush(await bob.send(room, 'a message'))
      const data = pusher.pushes.flatMap(({ device }) => (isObject(device.data) ? [device.data] : []))
      if (data.length === 0) throw new NotApplicable('No push of this case has data')
      // Another case is about the url.
      const added = data.flatMap(Object.entries).find(([key]) => !['custom', 'url'].includes(key))
      expect(
        added === undefined,
        `Expected the data of the device to have only the keys of that of the pusher, found also ${quote(added?.[0])} with the value ${quote(added?.[1])}`,
      )
    },
  }),

  defineCase({
    id: 'payload/data-is-forwarded',
    title: "The device's data contains the format and the custom keys of the pusher",
    verifies: ['payload.data-forwarded'],
    caughtBy: ['payload.format-dropped', 'payload.custom-data-dropped', 'payload.data-dropped'],
    fairness:
      'Since v1.13 all keys except the url have to be forwarded, including the format; the case does not apply before that. Keys that the server adds are ignored.',
    async run({ sharedScene }) {
      const given = { format: 'event_id_only', custom: { nested: ['kept', 1, true] } }
      const { bob, room, pusher } = await sharedScene({ pusher: { data: given } })
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      for (const [key, value] of Object.entries(given)) {
        expectEqual(`the key ${key} in the data of the device`, device.data?.[key], value)
      }
    },
  }),

  defineCase({
    id: 'payload/pushkey-ts-in-seconds',
    title: 'The pushkey_ts, if sent, is in seconds',
    verifies: ['payload.pushkey-ts'],
    caughtBy: ['payload.pushkey-ts-in-milliseconds'],
    fairness:
      'The field is optional, and the case is skipped if it is missing. Clocks are not compared: only a number too large for seconds is wrong.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const { device } = await pusher.expectPush(await bob.send(room, 'a message'))
      const { pushkey_ts: seconds } = device
      if (seconds === undefined) throw new NotApplicable('The push of this case has no pushkey_ts')
      expect(seconds < SECONDS_OR_MILLISECONDS, `Expected pushkey_ts to be a time in seconds, found ${quote(seconds)}`)
    },
  }),

  defineCase({
    id: 'payload/pushkey-ts-of-new-pusher',
    title: 'The pushkey_ts of a new pusher, if sent, is the time at which the pusher was set',
    verifies: ['payload.pushkey-ts'],
    caughtBy: ['payload.pushkey-ts-zero', 'payload.pushkey-ts-in-milliseconds'],
    fairness:
      'The field is optional, and the case is skipped if it is missing. It is compared with the time of the event, which also comes from the target, and a difference of less than an hour is ignored. The pushkey is new.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const message = await bob.send(room, 'a message')
      const { pushkey_ts: seconds } = (await pusher.expectPush(message)).device
      if (seconds === undefined) throw new NotApplicable('The push of this case has no pushkey_ts')
      const sent = await bob.expectInSync('the message', ({ rooms }) => {
        const events = rooms?.join?.[room]?.timeline?.events ?? []
        return events.find(({ event_id }) => event_id === message)?.origin_server_ts
      })
      expect(
        Math.abs(seconds - sent / 1000) < AN_HOUR,
        `Expected pushkey_ts to be a number of seconds near ${Math.round(sent / 1000)}, the time of the event, found ${quote(seconds)}`,
      )
    },
  }),

  defineCase({
    id: 'payload/prio',
    title: 'The prio, if sent, is high or low',
    verifies: ['payload.prio'],
    caughtBy: ['payload.prio-invalid'],
    fairness:
      'The schema allows only these two values. The field may be omitted, which means high; then the case is skipped.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      if (notification.prio === undefined)
        throw new NotApplicable('The push of this case has no prio, which means high')
      expect(
        ['high', 'low'].includes(notification.prio),
        `Expected prio to be "high" or "low", found ${quote(notification.prio)}`,
      )
    },
  }),

  defineCase({
    id: 'payload/users-of-one-app',
    title: 'Users of one app with one gateway are each notified with their own pushkey',
    verifies: ['payload.device'],
    caughtBy: ['payload.app-id-as-pushkey'],
    fairness:
      'Each pushkey has its own inbox, so the pushes may arrive in one request or two, in any order. The app_id is required for every device.',
    async run({ sharedScene }) {
      const { bob, carol, room, pusher } = await sharedScene({ group: true })
      const carolsInbox = await carol.setPusher()
      const message = await bob.send(room, 'for Alice and Carol')
      const pushes = await Promise.all([pusher, carolsInbox].map((inbox) => inbox.expectPush(message)))
      for (const { device } of pushes) expectEqual('the app_id of the device', device.app_id, 'org.plexor.test')
    },
  }),
]

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
