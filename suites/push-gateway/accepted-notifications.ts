import { type CaseBasics, defineGatewayCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import type { GatewayCaseContext, Notice } from '../harness/push-gateway/gateway-case.ts'
import type { NotifyResponse } from '../harness/push-gateway/notify-client.ts'
import {
  expectAccepted,
  expectNoServerError,
  ON_ACCEPTS,
  skipUnlessAccepted,
  TEMPORARY_ERRORS,
} from './helpers/expect-accepted.ts'

const CIPHERTEXT = 'AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg2yyOwAtHaZTwyNg37af'

/** Notifications for one device that every gateway has to accept. All of them conform to the schema. */
const NOTICES: (Pick<CaseBasics, 'id' | 'title' | 'verifies' | 'caughtBy'> & {
  notice: Notice
  what: string
  fair: string
})[] = [
  {
    id: 'push-gateway/event',
    title: 'A notification of an event with all its fields is accepted without an access token',
    verifies: ['push-gateway.accepts', 'push-gateway.rejected'],
    caughtBy: ['push-gateway.success-as-201', 'push-gateway.rejects-valid'],
    what: 'the notification of an event',
    fair: 'The specification defines no other status than 200 for a notification and requires no access token, and the user has stated that the gateway can reach the device.',
    notice: {},
  },
  {
    id: 'push-gateway/without-counts',
    title: 'A notification of an event without counts is accepted',
    verifies: ['push-gateway.accepts'],
    caughtBy: ['push-gateway.requires-counts'],
    what: 'a notification without counts',
    fair: 'The counts are optional in every notification.',
    notice: { counts: undefined },
  },
  {
    id: 'push-gateway/zero-counts',
    title: 'A notification with counts of zero is accepted, although they should be omitted',
    verifies: ['push-gateway.accepts'],
    what: 'a notification with counts of zero',
    fair: 'Omitting zeros is only a "should", and one for homeservers, so gateways do receive them; the schema allows them.',
    notice: { counts: { unread: 0, missed_calls: 0 } },
  },
  {
    id: 'push-gateway/without-content',
    title: 'A notification of an event without its content is accepted',
    verifies: ['push-gateway.accepts'],
    what: 'a notification without content',
    fair: 'A homeserver may omit the content for any reason, so gateways have to work without it.',
    notice: { content: undefined },
  },
  {
    id: 'push-gateway/prio-low',
    title: 'A notification with the prio low is accepted',
    verifies: ['push-gateway.accepts'],
    what: 'a notification with the prio low',
    fair: 'The value low is one of the two values of the field; its effect is not tested.',
    notice: { prio: 'low' },
  },
  {
    id: 'push-gateway/prio-absent',
    title: 'A notification without a prio is accepted',
    verifies: ['push-gateway.accepts'],
    what: 'a notification without a prio',
    fair: 'The field may be omitted, which means high; its effect is not tested.',
    notice: { prio: undefined },
  },
  {
    id: 'push-gateway/encrypted',
    title: 'A notification of an encrypted event is accepted',
    verifies: ['push-gateway.accepts'],
    what: 'the notification of an encrypted event',
    fair: 'Any event that a rule notifies about is sent, and its content has no fixed keys.',
    notice: {
      type: 'm.room.encrypted',
      content: { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: CIPHERTEXT, session_id: 'a-session' },
    },
  },
  {
    id: 'push-gateway/invite',
    title: 'A notification of an invitation is accepted, with user_is_target',
    verifies: ['push-gateway.accepts'],
    what: 'the notification of an invitation',
    fair: 'The field user_is_target is part of the schema, and every membership event about the user has it.',
    notice: { type: 'm.room.member', user_is_target: true, content: { membership: 'invite' } },
  },
  {
    id: 'push-gateway/unknown-event-type',
    title: 'A notification of an event of any type is accepted',
    verifies: ['push-gateway.accepts'],
    what: 'the notification of an event of another type',
    fair: 'Users may have a rule for any type of event, so gateways receive unknown types; how such an event is shown is not tested.',
    notice: { type: 'org.plexor.unheard_of', content: { list: [1, null, { deep: true }] } },
  },
  {
    id: 'push-gateway/without-names',
    title: 'A notification of an event without names of room and sender is accepted',
    verifies: ['push-gateway.accepts'],
    caughtBy: ['push-gateway.requires-names'],
    what: 'a notification without names',
    fair: 'The fields for names are optional, and a direct chat has no name of its own.',
    notice: { room_name: undefined, room_alias: undefined, sender_display_name: undefined },
  },
  {
    id: 'push-gateway/non-ascii-text',
    title: 'A notification with text beyond ASCII is accepted',
    verifies: ['push-gateway.accepts'],
    caughtBy: ['push-gateway.ascii-only'],
    what: 'a notification with text beyond ASCII',
    fair: 'Names and messages may contain any characters of Unicode; how they are shown is not tested.',
    notice: {
      sender_display_name: 'Žofie 😀',
      room_name: 'お茶の時間',
      content: { msgtype: 'm.text', body: 'Čaj je hotový 🫖 – שלום\u200d' },
    },
  },
  {
    id: 'push-gateway/content-without-body',
    title: 'A notification of a message whose content has no body is accepted',
    verifies: ['push-gateway.accepts'],
    caughtBy: ['push-gateway.requires-body'],
    what: 'a notification of a message without a body',
    fair: 'The content of an event has no fixed keys in this API, and users can send messages without a body.',
    notice: { content: { msgtype: 'm.text' } },
  },
]

/** Fault that refuses every notification. */
const CAUGHT_BY_ALL = ['push-gateway.requires-token']

const acceptedNotices = NOTICES.map(({ notice, what, fair, caughtBy = [], ...basics }) =>
  defineGatewayCase({
    ...basics,
    fairness: `${fair} ${TEMPORARY_ERRORS}`,
    caughtBy: [...caughtBy, ...CAUGHT_BY_ALL],
    async run(context) {
      await expectAccepted(context, what, context.message(notice), context.reachable())
    },
  }),
)

/** Returns a response with status 200: to a notification for a device that the gateway can reach, if one is configured. */
async function acceptedResponse(context: GatewayCaseContext): Promise<NotifyResponse> {
  const device = context.anyDevice()
  if (context.isReachable(device))
    return await expectAccepted(context, 'a notification', context.message(), [device], ON_ACCEPTS)
  const what = 'a notification for an unknown app'
  const body = { notification: { ...context.message(), devices: [device] } }
  const response = await expectNoServerError(context, what, body)
  skipUnlessAccepted(`${what}, and no reachable device is configured`, response)
  return response
}

/** Notifications that gateways have to accept, and the form of their responses. */
export const acceptedNotifications = [
  ...acceptedNotices,

  defineGatewayCase({
    id: 'push-gateway/event-id-only',
    title: 'A notification with only event_id, room_id, counts and devices is accepted',
    verifies: ['push-gateway.event-id-only'],
    fairness: `In this format homeservers need not send more than these fields, so gateways have to work with them. ${TEMPORARY_ERRORS}`,
    caughtBy: ['push-gateway.requires-type', 'push-gateway.requires-sender'],
    async run(context) {
      const { event_id, room_id, counts } = context.message()
      const notice = { event_id, room_id, counts }
      await expectAccepted(context, 'a notification in the format event_id_only', notice, context.reachable())
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/counts-only',
    title: 'A notification of counts without an event is accepted',
    verifies: ['push-gateway.counts-only'],
    fairness: `The specification says that counts may be sent alone and that zeros should be omitted, so counts may be empty. ${TEMPORARY_ERRORS}`,
    caughtBy: ['push-gateway.counts-only-refused'],
    async run(context) {
      for (const counts of [{ unread: 2, missed_calls: 1 }, { unread: 1 }, {}]) {
        const what = `a notification of counts ${JSON.stringify(counts)}`
        await expectAccepted(context, what, { counts }, context.reachable())
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/zero-unread-only',
    title: 'A notification of an unread count of zero without an event is accepted',
    verifies: ['push-gateway.counts-only'],
    fairness: `Omitting zeros is only a "should", and one for homeservers, so gateways do receive them. ${TEMPORARY_ERRORS}`,
    caughtBy: ['push-gateway.refuses-zero-counts', 'push-gateway.counts-only-refused'],
    async run(context) {
      const what = 'a notification of an unread count of zero'
      await expectAccepted(context, what, { counts: { unread: 0 } }, context.reachable())
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/three-devices',
    title: 'A notification for three devices at once is accepted',
    verifies: ['push-gateway.several-devices'],
    fairness: `The number of devices in the list is not limited. ${TEMPORARY_ERRORS}`,
    caughtBy: ['push-gateway.two-devices-per-request'],
    async run(context) {
      await expectAccepted(context, 'a notification for three devices', context.message(), context.reachable(3))
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/device-fields',
    title: 'A notification for a device with pushkey_ts, data and tweaks is accepted',
    verifies: ['push-gateway.accepts'],
    fairness: `Users can set tweaks with any name and value in a push rule, and homeservers pass them on, so gateways receive unknown ones. The data, whose keys app and gateway agree on, is sent as configured. ${TEMPORARY_ERRORS}`,
    caughtBy: CAUGHT_BY_ALL,
    async run(context) {
      const devices = context.reachable().map((device) => ({
        ...device,
        pushkey_ts: 1_700_000_000,
        data: { ...device.data },
        tweaks: { sound: 'default', highlight: true, 'org.plexor.own': { deep: 1 } },
      }))
      await expectAccepted(context, 'a notification with pushkey_ts, data and tweaks', context.message(), devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/several-devices',
    title: 'A notification for two devices at once is accepted',
    verifies: ['push-gateway.several-devices'],
    fairness: `The notification should be sent to each device in the list; whether it arrives is not visible in HTTP. ${TEMPORARY_ERRORS}`,
    caughtBy: ['push-gateway.one-device-per-request'],
    async run(context) {
      await expectAccepted(context, 'a notification for two devices', context.message(), context.reachable(2))
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/same-event-for-another-device',
    title: 'An event that was sent to one device is accepted for another one in a separate request',
    verifies: ['push-gateway.accepts', 'push-gateway.rejected'],
    fairness: `Homeservers may send a separate request for each device. A gateway may treat the second one as a repetition, but has no reason to refuse it or to reject the device. ${TEMPORARY_ERRORS}`,
    caughtBy: CAUGHT_BY_ALL,
    async run(context) {
      const event = context.message()
      for (const device of context.reachable(2)) {
        await expectAccepted(context, 'the notification of one event, for each device separately', event, [device])
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/content-type',
    title: 'A response with status 200 has the Content-Type application/json',
    verifies: ['push-gateway.content-type'],
    fairness:
      'The schema of the response is defined only for this media type. Parameters such as a charset may follow. If no reachable device is configured, any other status than 200 and 500 is ignored.',
    caughtBy: ['push-gateway.content-type-is-text'],
    async run(context) {
      const response = await acceptedResponse(context)
      const type = response.contentType?.split(';', 1)[0]?.trim().toLowerCase()
      const found = response.contentType === undefined ? 'none' : JSON.stringify(response.contentType)
      expect(type === 'application/json', `Expected the Content-Type to be application/json, found ${found}`)
    },
  }),
]
