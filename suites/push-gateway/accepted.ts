import { type CaseBasics, defineGatewayCase } from '../harness/case.ts'
import { expect } from '../harness/expect.ts'
import type { Notice } from '../harness/push-gateway/gateway-case.ts'
import { expectTaken, onlyIfTaken } from './taken.ts'

const CIPHERTEXT = 'AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg2yyOwAtHaZTwyNg37af'

/** Notifications that every gateway has to take, for one device. All of them are as the schema has it. */
const NOTICES: (Pick<CaseBasics, 'id' | 'title' | 'verifies' | 'caughtBy'> & { notice: Notice; what: string })[] = [
  {
    id: 'push-gateway/event',
    title: 'A notification of an event with all its fields is taken, without an access token',
    verifies: ['gateway-server.accepts', 'gateway-server.rejected'],
    caughtBy: ['push-gateway.created', 'push-gateway.rejects-the-good'],
    what: 'the notification of an event',
    notice: {},
  },
  {
    id: 'push-gateway/without-counts',
    title: 'A notification of an event without counts is taken',
    verifies: ['gateway-server.accepts'],
    caughtBy: ['push-gateway.wants-counts'],
    what: 'a notification without counts',
    notice: { counts: undefined },
  },
  {
    id: 'push-gateway/zero-counts',
    title: 'A notification with counts of zero is taken, although they should be left out',
    verifies: ['gateway-server.accepts'],
    what: 'a notification with counts of zero',
    notice: { counts: { unread: 0, missed_calls: 0 } },
  },
  {
    id: 'push-gateway/without-content',
    title: 'A notification of an event without its content is taken',
    verifies: ['gateway-server.accepts'],
    what: 'a notification without content',
    notice: { content: undefined },
  },
  {
    id: 'push-gateway/prio-low',
    title: 'A notification with the prio low is taken',
    verifies: ['gateway-server.accepts'],
    what: 'a notification with the prio low',
    notice: { prio: 'low' },
  },
  {
    id: 'push-gateway/prio-absent',
    title: 'A notification without a prio is taken',
    verifies: ['gateway-server.accepts'],
    what: 'a notification without a prio',
    notice: { prio: undefined },
  },
  {
    id: 'push-gateway/encrypted',
    title: 'A notification of an encrypted event is taken',
    verifies: ['gateway-server.accepts'],
    what: 'the notification of an encrypted event',
    notice: {
      type: 'm.room.encrypted',
      content: { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: CIPHERTEXT, session_id: 'a-session' },
    },
  },
  {
    id: 'push-gateway/invite',
    title: 'A notification of an invite is taken, with user_is_target',
    verifies: ['gateway-server.accepts'],
    what: 'the notification of an invite',
    notice: { type: 'm.room.member', user_is_target: true, content: { membership: 'invite' } },
  },
  {
    id: 'push-gateway/unheard-of-type',
    title: 'A notification of an event of any type is taken',
    verifies: ['gateway-server.accepts'],
    what: 'the notification of an event of another type',
    notice: { type: 'org.plexor.unheard_of', content: { list: [1, null, { deep: true }] } },
  },
]

/** What refuses every notification. */
const CAUGHT_BY_ALL = ['push-gateway.wants-token']

const taken = NOTICES.map(({ notice, what, caughtBy = [], ...basics }) =>
  defineGatewayCase({
    ...basics,
    caughtBy: [...caughtBy, ...CAUGHT_BY_ALL],
    async run({ reachable, message, notify }) {
      const devices = reachable()
      expectTaken(what, await notify(message(notice), devices), devices)
    },
  }),
)

/** What gateways have to take and how they answer. */
export const accepted = [
  ...taken,

  defineGatewayCase({
    id: 'push-gateway/event-id-only',
    title: 'A notification with event_id, room_id, counts and devices alone is taken',
    verifies: ['gateway-server.event-id-only'],
    caughtBy: ['push-gateway.wants-type', 'push-gateway.wants-sender'],
    async run({ reachable, message, notify }) {
      const devices = reachable()
      const { event_id, room_id, counts } = message()
      const answer = await notify({ event_id, room_id, counts }, devices)
      expectTaken('a notification in the format event_id_only', answer, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/counts-alone',
    title: 'A notification of counts without an event is taken',
    verifies: ['gateway-server.counts-alone'],
    caughtBy: ['push-gateway.counts-refused'],
    async run({ reachable, notify }) {
      const devices = reachable()
      for (const counts of [{ unread: 2, missed_calls: 1 }, { unread: 1 }, {}]) {
        expectTaken(`a notification of counts ${JSON.stringify(counts)}`, await notify({ counts }, devices), devices)
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/device-fields',
    title: 'A device with pushkey_ts, data of its own and tweaks is notified',
    verifies: ['gateway-server.accepts'],
    fairness: 'Tweaks may have any name and value, and the data of a pusher any keys of the app',
    caughtBy: CAUGHT_BY_ALL,
    async run({ reachable, message, notify }) {
      const devices = reachable()
      const answer = await notify(
        message(),
        devices.map((device) => ({
          ...device,
          pushkey_ts: 1_700_000_000,
          data: { ...device.data, 'org.plexor.own': { list: [1, 'two'] } },
          tweaks: { sound: 'default', highlight: true, 'org.plexor.own': { deep: 1 } },
        })),
      )
      expectTaken('a notification with pushkey_ts, data and tweaks', answer, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/several-devices',
    title: 'A notification for two devices at once is taken',
    verifies: ['gateway-server.several-devices'],
    caughtBy: ['push-gateway.one-device-per-request'],
    async run({ reachable, message, notify }) {
      const devices = reachable(2)
      expectTaken('a notification for two devices', await notify(message(), devices), devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/one-after-the-other',
    title: 'An event that was sent to one device is taken for another one in a request of its own',
    verifies: ['gateway-server.accepts', 'gateway-server.rejected'],
    caughtBy: CAUGHT_BY_ALL,
    async run({ reachable, message, notify }) {
      const [first, second] = reachable(2)
      const event = message()
      for (const device of [first, second].flatMap((one) => one ?? [])) {
        expectTaken('the notification of one event, for each device by itself', await notify(event, [device]), [device])
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/content-type',
    title: 'An answer with status 200 calls itself application/json',
    verifies: ['gateway-server.json'],
    caughtBy: ['push-gateway.plain-text'],
    async run({ anyDevice, message, notify }) {
      const answer = await notify(message(), [anyDevice()])
      onlyIfTaken('a notification for an app that it does not know, and no device is known that it can reach', answer)
      const type = answer.contentType?.split(';', 1)[0]?.trim().toLowerCase()
      const found = answer.contentType === undefined ? 'none' : JSON.stringify(answer.contentType)
      expect(type === 'application/json', `Expected the Content-Type to be application/json, found ${found}`)
    },
  }),
]
