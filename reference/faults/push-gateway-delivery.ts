import type { PushNotification } from '../gateway/push.ts'
import type { PushOutcome } from '../gateway/push-provider.ts'
import { type PushGatewayFault, pushGatewayFault } from './fault.ts'
import { changingOutcome, dropping } from './helpers/push-gateway.ts'

const SENT: PushOutcome = { result: 'sent' }

/** Number of pushes in progress beyond which a faulty gateway loses others. */
const MAX_IN_PROGRESS = 10

/** Number of pushes to a device beyond which a faulty gateway loses others. */
const MAX_PER_DEVICE = 20

/** Number of failures after which a faulty gateway gives up on a device. */
const MAX_FAILURES = 5

const has = (field: keyof PushNotification) => (notification: PushNotification) => notification[field] !== undefined

/** Notifications that faulty gateways drop, although they respond with success. */
const DROPPED: readonly [name: string, what: string, isDropped: (notification: PushNotification) => boolean][] = [
  ['sends-nothing', 'No notification is sent to any device', () => true],
  [
    'drops-nameless',
    'An event without names of its room and sender is not sent to the device',
    (one) => has('event_id')(one) && has('type')(one) && !has('room_name')(one) && !has('sender_display_name')(one),
  ],
  [
    'drops-without-content',
    'An event without content is not sent to the device',
    (one) => has('type')(one) && !has('content')(one),
  ],
  [
    'drops-without-counts',
    'An event without counts is not sent to the device',
    (one) => has('event_id')(one) && Object.keys(one.counts).length === 0,
  ],
  ['drops-invitations', 'An invitation is not sent to the device', ({ type }) => type === 'm.room.member'],
  ['drops-encrypted', 'An encrypted event is not sent to the device', ({ type }) => type === 'm.room.encrypted'],
  [
    'drops-unknown-types',
    'Only events whose type begins with m. are sent to the device',
    ({ type = 'm.' }) => !type.startsWith('m.'),
  ],
  ['drops-low-priority', 'An event with the prio low is not sent to the device', ({ prio }) => prio === 'low'],
  [
    'drops-event-id-only',
    'A notification without the type of its event is not sent to the device',
    (one) => has('event_id')(one) && !has('type')(one),
  ],
]

/** Faults of the push gateway that show at the device, or at the provider. */
export const PUSH_GATEWAY_DELIVERY_FAULTS: readonly PushGatewayFault[] = [
  ...DROPPED.map(([name, summary, isDropped]) =>
    pushGatewayFault({
      name: `push-gateway.${name}`,
      breaks: ['push-gateway.delivers'],
      summary,
      changes: { pushGateway: dropping(isDropped) },
    }),
  ),
  pushGatewayFault({
    name: 'push-gateway.drops-counts',
    breaks: ['push-gateway.counts-delivered'],
    summary: 'Counts without an event are not sent to the device',
    changes: { pushGateway: dropping((one) => !has('event_id')(one)) },
  }),
  pushGatewayFault({
    name: 'push-gateway.drops-empty-counts',
    breaks: ['push-gateway.counts-delivered'],
    summary: 'Counts without an event are not sent to the device if all are omitted',
    changes: { pushGateway: dropping((one) => !has('event_id')(one) && Object.keys(one.counts).length === 0) },
  }),
  pushGatewayFault({
    name: 'push-gateway.apns-token-in-hex',
    breaks: ['push-gateway.apns-pushkey'],
    summary: 'Nothing is sent to APNs, because pushkeys are taken for device tokens in hex',
    changes: {
      pushGateway: () => ({
        deliver: async (_, send, service) => (service.startsWith('APNs') ? SENT : await send()),
      }),
    },
  }),
  ...([1, 2] as const).map((count) =>
    pushGatewayFault({
      name: `push-gateway.delivers-to-${count === 1 ? 'first-device' : 'two-devices'}`,
      breaks: ['push-gateway.several-devices', 'push-gateway.delivers'],
      summary: `Only the first ${count === 1 ? 'device' : 'two devices'} of a request are notified`.replace(
        'device are',
        'device is',
      ),
      changes: {
        pushGateway: ({ eachDevice }) => ({
          async eachDevice(devices, send) {
            const others = devices.slice(count).map((device) => ({ device, outcome: SENT }))
            return [...(await eachDevice(devices.slice(0, count), send)), ...others]
          },
        }),
      },
    }),
  ),
  pushGatewayFault({
    name: 'push-gateway.one-push-per-event',
    breaks: ['push-gateway.several-devices', 'push-gateway.delivers'],
    summary: 'An event is sent to one device only',
    changes: { pushGateway: () => ({ duplicateKey: ({ event_id }) => event_id }) },
  }),
  pushGatewayFault({
    name: 'push-gateway.stops-at-rejected-device',
    breaks: ['push-gateway.several-devices'],
    summary: 'The devices of a request after an unregistered one are not notified',
    changes: {
      pushGateway: () => ({
        async eachDevice(devices, send) {
          const outcomes = []
          let isOver = false
          for (const device of devices) {
            const outcome: PushOutcome = isOver ? SENT : await send(device)
            isOver ||= outcome.result === 'rejected'
            outcomes.push({ device, outcome })
          }
          return outcomes
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.stops-at-failing-device',
    breaks: ['push-gateway.several-devices'],
    summary: 'The devices of a request after one that fails for now are not notified, not even when it is repeated',
    changes: {
      pushGateway: ({ eachDevice }) => {
        const given = new Set<string>()
        return {
          async eachDevice(devices, send) {
            const outcomes = []
            let hasFailed = false
            for (const device of devices) {
              if (hasFailed) given.add(device.pushkey)
              const outcome: PushOutcome = given.has(device.pushkey) ? SENT : await send(device)
              hasFailed ||= outcome.result === 'failed'
              outcomes.push({ device, outcome })
            }
            return outcomes.length > 0 ? outcomes : await eachDevice(devices, send)
          },
        }
      },
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.loses-under-load',
    breaks: ['push-gateway.delivers'],
    summary: `Notifications are lost while ${MAX_IN_PROGRESS} pushes are in progress`,
    changes: {
      pushGateway() {
        let inProgress = 0
        return {
          async deliver(_, send) {
            if (inProgress >= MAX_IN_PROGRESS) return SENT
            inProgress += 1
            try {
              return await send()
            } finally {
              inProgress -= 1
            }
          },
        }
      },
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.limits-a-device',
    breaks: ['push-gateway.delivers'],
    summary: `Notifications for a device after the first ${MAX_PER_DEVICE} are lost`,
    changes: {
      pushGateway() {
        const counts = new Map<string, number>()
        return {
          async deliver({ device: { pushkey } }, send) {
            const count = (counts.get(pushkey) ?? 0) + 1
            counts.set(pushkey, count)
            return count > MAX_PER_DEVICE ? SENT : await send()
          },
        }
      },
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.swallows-failures',
    breaks: ['push-gateway.failures-for-now'],
    summary: 'The response is a success although a push service failed for now, and the push is lost',
    changes: { pushGateway: changingOutcome((outcome) => (outcome.result === 'failed' ? SENT : outcome)) },
  }),
  pushGatewayFault({
    name: 'push-gateway.marks-before-delivery',
    breaks: ['push-gateway.delivers'],
    summary: 'A repeated notification counts as a duplicate although it was not delivered the first time',
    changes: { pushGateway: () => ({ isSeen: () => true }) },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-while-failing',
    breaks: ['push-gateway.rejected'],
    summary: 'A pushkey is rejected if its push service fails for now',
    changes: {
      pushGateway: changingOutcome((outcome) =>
        outcome.result === 'failed' ? { result: 'rejected', reason: outcome.reason } : outcome,
      ),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-after-five-failures',
    breaks: ['push-gateway.rejected'],
    summary: 'A pushkey is rejected after its push service has failed five times for now',
    changes: {
      pushGateway() {
        const failures = new Map<string, number>()
        return {
          async deliver({ device: { pushkey } }, send) {
            const outcome = await send()
            if (outcome.result !== 'failed') return outcome
            const count = (failures.get(pushkey) ?? 0) + 1
            failures.set(pushkey, count)
            return count > MAX_FAILURES ? { result: 'rejected', reason: outcome.reason } : outcome
          },
        }
      },
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-too-large',
    breaks: ['push-gateway.rejected'],
    summary: 'A pushkey is rejected if its push service finds a push too large',
    changes: {
      pushGateway: changingOutcome((outcome) =>
        outcome.result === 'failed' && outcome.reason.includes('413')
          ? { result: 'rejected', reason: outcome.reason }
          : outcome,
      ),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.never-rejects',
    breaks: ['push-gateway.rejected'],
    summary: 'No pushkey is rejected, whatever its push service says',
    changes: {
      pushGateway: (correct) => ({
        ...changingOutcome((outcome) => (outcome.result === 'rejected' ? SENT : outcome))(correct),
        isStillRejected: () => false,
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.remembers-last-event',
    breaks: ['push-gateway.duplicates'],
    summary: 'A repeated notification is sent to the device again if another one came in between',
    changes: {
      pushGateway({ duplicateKey }) {
        const last = new Map<string, { eventId: string; number: number }>()
        return {
          duplicateKey(notification, device) {
            const { event_id: eventId } = notification
            if (eventId === undefined) return undefined
            const before = last.get(device.pushkey)
            const number = before?.eventId === eventId ? before.number : (before?.number ?? 0) + 1
            last.set(device.pushkey, { eventId, number })
            return `${duplicateKey(notification, device)} ${number}`
          },
        }
      },
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.repeats-for-all',
    breaks: ['push-gateway.duplicates'],
    summary: 'A repeated notification is sent to all of its devices again if one of them failed',
    changes: {
      pushGateway({ duplicateKey, response }) {
        const failed = new Set<string>()
        return {
          duplicateKey: (notification, device) =>
            failed.has(device.pushkey) ? undefined : duplicateKey(notification, device),
          response(outcomes) {
            if (outcomes.some(({ outcome }) => outcome.result === 'failed'))
              for (const { device } of outcomes) failed.add(device.pushkey)
            return response(outcomes)
          },
        }
      },
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.default-priority-is-low',
    breaks: ['push-gateway.prio'],
    summary: 'A notification without a prio has the priority low',
    changes: {
      pushGateway: ({ read }) => ({
        read(text) {
          const request = read(text)
          const { prio } = JSON.parse(text).notification
          return prio === undefined ? { ...request, notification: { ...request.notification, prio: 'low' } } : request
        },
      }),
    },
  }),
]
