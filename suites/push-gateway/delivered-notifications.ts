import { type CaseBasics, defineGatewayCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import type { Notice } from '../harness/push-gateway/gateway-case.ts'
import {
  createDevices,
  deviceOfEachKind,
  expectArrival,
  expectPushes,
  NO_TIME_LIMIT,
  ON_DELIVERS,
} from './helpers/arrival.ts'
import { expectAccepted, ON_ACCEPTS, TEMPORARY_ERRORS } from './helpers/expect-accepted.ts'

const FAIR = `The format of the push is not judged, nor its content: any push at the device will do. ${NO_TIME_LIMIT} ${TEMPORARY_ERRORS}`

/** Fault that sends nothing to any device. */
const CAUGHT_BY_ALL = ['push-gateway.sends-nothing']

/** Notifications that have to arrive, each at a device of each kind that the gateway reaches. */
const ARRIVING: (Pick<CaseBasics, 'id' | 'title' | 'caughtBy'> & { what: string; notice: Notice })[] = [
  {
    id: 'push-gateway/event-arrives',
    title: 'A notification of an event with all its fields arrives at the device',
    what: 'the notification of an event',
    notice: {},
  },
  {
    id: 'push-gateway/nameless-event-arrives',
    title: 'A notification of an event without any names of room and sender arrives at the device',
    what: 'a notification without names',
    notice: { room_name: undefined, room_alias: undefined, sender_display_name: undefined },
    caughtBy: ['push-gateway.drops-nameless'],
  },
  {
    id: 'push-gateway/event-without-content-arrives',
    title: 'A notification of an event without its content arrives at the device',
    what: 'a notification without content',
    notice: { content: undefined },
    caughtBy: ['push-gateway.drops-without-content'],
  },
  {
    id: 'push-gateway/event-without-counts-arrives',
    title: 'A notification of an event without counts arrives at the device',
    what: 'a notification without counts',
    notice: { counts: undefined },
    caughtBy: ['push-gateway.drops-without-counts'],
  },
  {
    id: 'push-gateway/invitation-arrives',
    title: 'A notification of an invitation arrives at the device',
    what: 'the notification of an invitation',
    notice: { type: 'm.room.member', user_is_target: true, content: { membership: 'invite' } },
    caughtBy: ['push-gateway.drops-invitations'],
  },
  {
    id: 'push-gateway/encrypted-event-arrives',
    title: 'A notification of an encrypted event arrives at the device',
    what: 'the notification of an encrypted event',
    notice: { type: 'm.room.encrypted', content: { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'A'.repeat(400) } },
    caughtBy: ['push-gateway.drops-encrypted'],
  },
  {
    id: 'push-gateway/unknown-event-type-arrives',
    title: 'A notification of an event of an unknown type arrives at the device',
    what: 'the notification of an event of another type',
    notice: { type: 'org.plexor.unheard_of', content: { list: [1, null, { deep: true }] } },
    caughtBy: ['push-gateway.drops-unknown-types'],
  },
  {
    id: 'push-gateway/low-priority-arrives',
    title: 'A notification with the prio low arrives at the device',
    what: 'a notification with the prio low',
    notice: { prio: 'low' },
    caughtBy: ['push-gateway.drops-low-priority'],
  },
]

const arriving = ARRIVING.map(({ what, notice, caughtBy = [], ...basics }) =>
  defineGatewayCase({
    ...basics,
    verifies: ['push-gateway.delivers'],
    fairness: FAIR,
    caughtBy: [...caughtBy, ...CAUGHT_BY_ALL],
    async run(context) {
      const devices = await deviceOfEachKind(context)
      await Promise.all(devices.map((device) => expectArrival(context, what, context.message(notice), [device])))
    },
  }),
)

/** Number of devices in a large request, and in a burst of requests. */
const IN_ONE_REQUEST = 5
const IN_BURST = 40

/** Number of events for one device in a burst. */
const EVENTS_IN_BURST = 30

/** Delay of the push services in a burst, in milliseconds, so that many pushes are in progress at once. */
const SERVICE_DELAY_MS = 100

/** Notifications that have to arrive at devices. */
export const deliveredNotifications = [
  ...arriving,

  defineGatewayCase({
    id: 'push-gateway/event-id-only-arrives',
    title: 'A notification with only event_id, room_id and counts arrives at the device',
    verifies: ['push-gateway.delivers', 'push-gateway.event-id-only'],
    fairness: `In this format homeservers need not send more than these fields. ${FAIR}`,
    caughtBy: ['push-gateway.drops-event-id-only', ...CAUGHT_BY_ALL],
    async run(context) {
      const devices = await deviceOfEachKind(context)
      for (const device of devices) {
        const { event_id, room_id, counts } = context.message()
        const pusher = { ...device.pusher, data: { ...device.pusher.data, format: 'event_id_only' } }
        const what = 'a notification in the format event_id_only'
        await expectAccepted(context, what, { event_id, room_id, counts }, [pusher], ON_ACCEPTS)
        await expectPushes(context, what, [device])
      }
    },
  }),

  ...[
    {
      id: 'push-gateway/counts-arrive',
      title: 'Counts without an event arrive at the device',
      counts: { unread: 2, missed_calls: 1 },
      caughtBy: ['push-gateway.drops-counts'],
    },
    {
      id: 'push-gateway/cleared-counts-arrive',
      title: 'Counts that are all zero, and therefore omitted, arrive at the device after others',
      counts: {},
      caughtBy: ['push-gateway.drops-empty-counts'],
    },
  ].map(({ counts, caughtBy, ...basics }) =>
    defineGatewayCase({
      ...basics,
      verifies: ['push-gateway.counts-delivered'],
      fairness:
        'The devices of a request are those that the notification should be sent to, and an absent count is zero. A device that receives nothing goes on showing the old counts. It is a "should", since an app may show no counts.',
      caughtBy,
      async run(context) {
        for (const device of await deviceOfEachKind(context)) {
          await expectArrival(context, 'a notification', context.message(), [device], ON_DELIVERS)
          const before = (await device.pushes()).length
          const what = `a notification of counts ${JSON.stringify(counts)}`
          await expectAccepted(context, what, { counts }, [device.pusher], ON_ACCEPTS)
          await expectPushes(context, what, [device], before + 1)
        }
      },
    }),
  ),

  defineGatewayCase({
    id: 'push-gateway/apns-pushkey',
    title: 'A device whose pushkey is its APNs device token in base64 is reached',
    verifies: ['push-gateway.apns-pushkey'],
    fairness: `It is only a recommendation. The case applies only to gateways that reach devices at APNs. ${NO_TIME_LIMIT}`,
    caughtBy: ['push-gateway.apns-token-in-hex'],
    async run(context) {
      const kind = context.kinds().find((one) => one.startsWith('apns'))
      if (kind === undefined) throw new NotApplicable('The gateway reaches no device at APNs')
      const device = await context.device(kind)
      await expectArrival(context, 'a notification for a device token in base64', context.message(), [device])
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/every-device-gets-it',
    title: `A notification for ${IN_ONE_REQUEST} devices arrives at each of them`,
    verifies: ['push-gateway.several-devices', 'push-gateway.delivers'],
    fairness: `The devices of a request are those that the notification should be sent to, however many they are. ${FAIR}`,
    caughtBy: [
      'push-gateway.delivers-to-first-device',
      'push-gateway.delivers-to-two-devices',
      'push-gateway.one-push-per-event',
      'push-gateway.first-device-only',
      ...CAUGHT_BY_ALL,
    ],
    async run(context) {
      const devices = await createDevices(context, IN_ONE_REQUEST)
      await expectArrival(context, `a notification for ${IN_ONE_REQUEST} devices`, context.message(), devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/every-request-arrives',
    title: 'An event that is sent for two devices in separate requests arrives at both',
    verifies: ['push-gateway.several-devices', 'push-gateway.delivers'],
    fairness: `Homeservers may send a separate request for each device, of one user or of several, and the event_id is the same in all of them. ${FAIR}`,
    caughtBy: ['push-gateway.one-push-per-event', ...CAUGHT_BY_ALL],
    async run(context) {
      const devices = await createDevices(context, 2)
      const event = context.message()
      for (const device of devices) {
        await expectArrival(context, 'the notification of one event, for each device separately', event, [device])
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/burst-of-devices',
    title: `Notifications for ${IN_BURST} devices at once arrive at all of them`,
    verifies: ['push-gateway.delivers'],
    fairness: `The gateway may refuse notifications with a temporary error, and gets them again. Those that it accepts are for different devices, so none of them replaces another. ${FAIR}`,
    caughtBy: ['push-gateway.loses-under-load', ...CAUGHT_BY_ALL],
    runsAlone: true,
    async run(context) {
      const devices = await createDevices(context, IN_BURST)
      if (context.canFail()) await Promise.all(devices.map((device) => device.fail({ delayMs: SERVICE_DELAY_MS })))
      const what = `a notification among ${IN_BURST} at once`
      await Promise.all(
        devices.map(({ pusher }) => expectAccepted(context, what, context.message(), [pusher], ON_ACCEPTS)),
      )
      await expectPushes(context, what, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/burst-for-one-device',
    title: `After ${EVENTS_IN_BURST} notifications for one device in a row, the device is notified of the last one`,
    verifies: ['push-gateway.delivers'],
    fairness: `A push may stand for several events, so not each of them has to arrive as a push of its own. After the last one that the gateway accepted, there has to be another push. The gateway may refuse notifications with a temporary error, and gets them again. ${NO_TIME_LIMIT}`,
    caughtBy: [
      'push-gateway.limits-a-device',
      'push-gateway.one-notification-per-device',
      'push-gateway.sends-nothing',
    ],
    runsAlone: true,
    async run(context) {
      const device = await context.device()
      const what = `a notification after ${EVENTS_IN_BURST} others for the same device`
      const send = () => expectAccepted(context, what, context.message(), [device.pusher], ON_ACCEPTS)
      for (let sent = 0; sent < EVENTS_IN_BURST; sent += 1) await send()
      await device.waitForPushes(EVENTS_IN_BURST, context.timeoutMs / 2)
      await context.settle()
      const before = (await device.pushes()).length
      expect(before > 0, `Expected ${EVENTS_IN_BURST} notifications to cause pushes to ${device.name}, found none`)
      await send()
      await expectPushes(context, what, [device], before + 1)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/default-priority-is-high',
    title: 'A notification without a prio reaches the device with the same priority as one with the prio high',
    verifies: ['push-gateway.prio'],
    fairness:
      'The value high is assumed if the field is absent, so both notifications mean the same. The names of the priorities, and what low means, are not judged. The two devices are of one app.',
    caughtBy: ['push-gateway.default-priority-is-low'],
    async run(context) {
      for (const kind of context.kinds()) {
        const priorities: (string | undefined)[] = []
        for (const prio of ['high', undefined] as const) {
          const device = await context.device(kind)
          await expectArrival(context, 'a notification', context.message({ prio }), [device], ON_DELIVERS)
          priorities.push((await device.pushes())[0]?.priority)
        }
        const [high, absent] = priorities
        expect(
          high === absent,
          `Expected a notification without a prio to have the priority ${high} like one with the prio high, found ${absent}`,
        )
      }
    },
  }),
]
