import { type CaseBasics, defineGatewayCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import type { Notice } from '../harness/push-gateway/gateway-case.ts'
import { expectTaken, onlyIfTaken, TROUBLE_PASSES } from './taken.ts'

const CIPHERTEXT = 'AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg2yyOwAtHaZTwyNg37af'

/** Notifications that every gateway has to take, for one device. All of them are as the schema has it. */
const NOTICES: (Pick<CaseBasics, 'id' | 'title' | 'verifies' | 'caughtBy'> & {
  notice: Notice
  what: string
  fair: string
})[] = [
  {
    id: 'push-gateway/event',
    title: 'A notification of an event with all its fields is taken, without an access token',
    verifies: ['gateway-server.accepts', 'gateway-server.rejected'],
    caughtBy: ['push-gateway.created', 'push-gateway.rejects-the-good'],
    what: 'the notification of an event',
    fair: 'No status but 200 is defined for a notification and no access token asked for, and the user has said that the gateway can reach the device.',
    notice: {},
  },
  {
    id: 'push-gateway/without-counts',
    title: 'A notification of an event without counts is taken',
    verifies: ['gateway-server.accepts'],
    caughtBy: ['push-gateway.wants-counts'],
    what: 'a notification without counts',
    fair: 'The counts are optional in every notification.',
    notice: { counts: undefined },
  },
  {
    id: 'push-gateway/zero-counts',
    title: 'A notification with counts of zero is taken, although they should be left out',
    verifies: ['gateway-server.accepts'],
    what: 'a notification with counts of zero',
    fair: 'That zeros are left out is only a should, and one for homeservers, so gateways meet them; the schema allows them.',
    notice: { counts: { unread: 0, missed_calls: 0 } },
  },
  {
    id: 'push-gateway/without-content',
    title: 'A notification of an event without its content is taken',
    verifies: ['gateway-server.accepts'],
    what: 'a notification without content',
    fair: 'A homeserver may leave the content out for any reason, so gateways have to do without.',
    notice: { content: undefined },
  },
  {
    id: 'push-gateway/prio-low',
    title: 'A notification with the prio low is taken',
    verifies: ['gateway-server.accepts'],
    what: 'a notification with the prio low',
    fair: 'Low is one of the two values of the field; what the gateway makes of it is not judged.',
    notice: { prio: 'low' },
  },
  {
    id: 'push-gateway/prio-absent',
    title: 'A notification without a prio is taken',
    verifies: ['gateway-server.accepts'],
    what: 'a notification without a prio',
    fair: 'The field may be left out, which means high; what the gateway makes of it is not judged.',
    notice: { prio: undefined },
  },
  {
    id: 'push-gateway/encrypted',
    title: 'A notification of an encrypted event is taken',
    verifies: ['gateway-server.accepts'],
    what: 'the notification of an encrypted event',
    fair: 'Whatever event a rule lets notify is sent, and its content has no fixed keys.',
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
    fair: 'The field user_is_target is part of the schema, and every member event about the user has it.',
    notice: { type: 'm.room.member', user_is_target: true, content: { membership: 'invite' } },
  },
  {
    id: 'push-gateway/unheard-of-type',
    title: 'A notification of an event of any type is taken',
    verifies: ['gateway-server.accepts'],
    what: 'the notification of an event of another type',
    fair: 'Users may have a rule for any type of event, so gateways meet types that they do not know; how such an event is shown is not judged.',
    notice: { type: 'org.plexor.unheard_of', content: { list: [1, null, { deep: true }] } },
  },
]

/** What refuses every notification. */
const CAUGHT_BY_ALL = ['push-gateway.wants-token']

const taken = NOTICES.map(({ notice, what, fair, caughtBy = [], ...basics }) =>
  defineGatewayCase({
    ...basics,
    fairness: `${fair} ${TROUBLE_PASSES}`,
    caughtBy: [...caughtBy, ...CAUGHT_BY_ALL],
    async run(context) {
      await expectTaken(context, what, context.message(notice), context.reachable())
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
    fairness: `In this format homeservers have to send no more than these fields, so gateways have to do with them. ${TROUBLE_PASSES}`,
    caughtBy: ['push-gateway.wants-type', 'push-gateway.wants-sender'],
    async run(context) {
      const { event_id, room_id, counts } = context.message()
      const notice = { event_id, room_id, counts }
      await expectTaken(context, 'a notification in the format event_id_only', notice, context.reachable())
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/counts-alone',
    title: 'A notification of counts without an event is taken',
    verifies: ['gateway-server.counts-alone'],
    fairness: `The text says that counts may be sent by themselves, and that zeros are left out, so that there may be none. ${TROUBLE_PASSES}`,
    caughtBy: ['push-gateway.counts-refused'],
    async run(context) {
      for (const counts of [{ unread: 2, missed_calls: 1 }, { unread: 1 }, {}]) {
        const what = `a notification of counts ${JSON.stringify(counts)}`
        await expectTaken(context, what, { counts }, context.reachable())
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/device-fields',
    title: 'A notification for a device with pushkey_ts, its data and tweaks is taken',
    verifies: ['gateway-server.accepts'],
    fairness: `A user can set tweaks of any name and value by a push rule, and homeservers pass them on, so gateways meet unknown ones; the data, whose keys app and gateway agree on, are left as they were given. ${TROUBLE_PASSES}`,
    caughtBy: CAUGHT_BY_ALL,
    async run(context) {
      const devices = context.reachable().map((device) => ({
        ...device,
        pushkey_ts: 1_700_000_000,
        data: { ...device.data },
        tweaks: { sound: 'default', highlight: true, 'org.plexor.own': { deep: 1 } },
      }))
      await expectTaken(context, 'a notification with pushkey_ts, data and tweaks', context.message(), devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/several-devices',
    title: 'A notification for two devices at once is taken',
    verifies: ['gateway-server.several-devices'],
    fairness: `The devices are a list, to each of which the notification should be sent; whether it gets there does not show in HTTP. ${TROUBLE_PASSES}`,
    caughtBy: ['push-gateway.one-device-per-request'],
    async run(context) {
      await expectTaken(context, 'a notification for two devices', context.message(), context.reachable(2))
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/one-after-the-other',
    title: 'An event that was sent to one device is taken for another one in a request of its own',
    verifies: ['gateway-server.accepts', 'gateway-server.rejected'],
    fairness: `Homeservers may name each device in a request of its own; a gateway may take the second one for a repetition, but has no reason to refuse it or to reject the device. ${TROUBLE_PASSES}`,
    caughtBy: CAUGHT_BY_ALL,
    async run(context) {
      const event = context.message()
      for (const device of context.reachable(2)) {
        await expectTaken(context, 'the notification of one event, for each device by itself', event, [device])
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/content-type',
    title: 'An answer with status 200 calls itself application/json',
    verifies: ['gateway-server.json'],
    fairness:
      'The schema of the answer is for this media type alone. Parameters such as a charset may follow, and answers with another status are not looked at.',
    caughtBy: ['push-gateway.plain-text'],
    async run({ anyDevice, message, notify }) {
      const response = await notify(message(), [anyDevice()])
      onlyIfTaken('a notification for an app that it does not know, and no device is known that it can reach', response)
      const type = response.contentType?.split(';', 1)[0]?.trim().toLowerCase()
      const found = response.contentType === undefined ? 'none' : JSON.stringify(response.contentType)
      expect(type === 'application/json', `Expected the Content-Type to be application/json, found ${found}`)
    },
  }),
]
