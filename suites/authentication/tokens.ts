import type { OperationId } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import type { CallArguments } from '../harness/target/client.ts'
import { errcodeOf } from '../harness/target/errcode.ts'

const RULE = { kind: 'underride', ruleId: '.m.rule.message' }

interface Endpoint {
  operationId: OperationId
  /** The end of the ID of the case */
  name: string
  /** What the endpoint is for */
  what: string
  requirement: string
  /** A request with which nothing is wrong but the token, as far as can be seen without knowing whose it is */
  request(room: string, eventId: string): CallArguments
}

const TEA = { kind: 'content', ruleId: 'tea' }

const ABOUT_RULES: [OperationId, string, string, CallArguments][] = [
  ['getPushRules', 'list-rules', 'Listing push rules', {}],
  ['getGlobalPushRules', 'list-global-rules', 'Listing the global push rules', {}],
  ['getPushRule', 'read-rule', 'Reading a push rule', { path: RULE }],
  ['putPushRule', 'put-rule', 'Putting a push rule', { path: TEA, body: { pattern: 'tea', actions: ['notify'] } }],
  ['deletePushRule', 'delete-rule', 'Deleting a push rule', { path: TEA }],
  ['getPushRuleEnabled', 'read-enabled', 'Asking whether a push rule is enabled', { path: RULE }],
  ['putPushRuleEnabled', 'set-enabled', 'Disabling a push rule', { path: RULE, body: { enabled: false } }],
  ['getPushRuleActions', 'read-actions', 'Asking for the actions of a push rule', { path: RULE }],
  ['putPushRuleActions', 'set-actions', 'Setting the actions of a push rule', { path: RULE, body: { actions: [] } }],
]

const ENDPOINTS: Endpoint[] = [
  ...ABOUT_RULES.map(([operationId, name, what, request]) => ({
    operationId,
    name,
    what,
    requirement: 'authentication.push-rules',
    request: () => request,
  })),
  {
    operationId: 'getNotifications',
    name: 'list-notifications',
    what: 'Listing notifications',
    requirement: 'authentication.notifications',
    request: () => ({}),
  },
  {
    operationId: 'postReceipt',
    name: 'send-receipt',
    what: 'Sending a receipt',
    requirement: 'authentication.receipts',
    request: (roomId, eventId) => ({ path: { roomId, receiptType: 'm.read', eventId }, body: {} }),
  },
  {
    operationId: 'postReadMarkers',
    name: 'set-read-markers',
    what: 'Setting read markers',
    requirement: 'authentication.receipts',
    request: (roomId, eventId) => ({ path: { roomId }, body: { 'm.fully_read': eventId } }),
  },
]

/** Why a case with a token that has to be accepted is fair. */
const FAIR_ABOUT_WAYS = 'Servers have to take the token in the header and in the query alike, at every version so far, '

/** Who may use the endpoints at all. */
export const tokens = [
  ...ENDPOINTS.map(({ operationId, name, what, requirement, request }) =>
    defineCase({
      id: `authentication/${name}`,
      title: `${what} is refused with M_MISSING_TOKEN without an access token, and with M_UNKNOWN_TOKEN with an unknown one`,
      verifies: [requirement],
      caughtBy: [
        `${requirement}-open`,
        'authentication.forbidden-for-missing',
        'authentication.forbidden-for-unknown',
        'authentication.status-403',
      ],
      fairness:
        'Nothing but the token is wrong with the request, as far as can be seen without knowing whose it is, so no other ' +
        'error can come first. The text gives the status 401, and an errcode each for a missing and for an invalid token.',
      async run({ user, anonymousClient, unique }) {
        const alice = await user('alice')
        const room = await alice.createRoom()
        const args = request(room, await alice.send(room, 'a message'))
        const client = anonymousClient()
        const without = await client.call(operationId, args)
        expectEqual('the status without a token', without.status, 401)
        expectEqual('the errcode without a token', errcodeOf(without.body), 'M_MISSING_TOKEN')
        client.useToken(unique('not-a-token'))
        const unknown = await client.call(operationId, args)
        expectEqual('the status with an unknown token', unknown.status, 401)
        expectEqual('the errcode with an unknown token', errcodeOf(unknown.body), 'M_UNKNOWN_TOKEN')
      },
    }),
  ),

  defineCase({
    id: 'authentication/token-in-the-header',
    title: 'The access token is taken from the Authorization header',
    verifies: ['authentication.header'],
    fairness: `${FAIR_ABOUT_WAYS}and the scheme Bearer is the one that the text names.`,
    async run({ user, anonymousClient }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const client = anonymousClient()
      client.useToken(alice.account.accessToken)
      expectEqual('the status of the answer', (await client.call('getPushRule', { path: TEA })).status, 200)
    },
  }),

  defineCase({
    id: 'authentication/token-in-the-query',
    title: 'The access token is taken from the query',
    verifies: ['authentication.query'],
    caughtBy: ['authentication.query-ignored'],
    fairness: `${FAIR_ABOUT_WAYS}though from v1.11 on clients should not put it into the query.`,
    async run({ user, anonymousClient }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const query = { access_token: alice.account.accessToken }
      expectEqual(
        'the status of the answer',
        (await anonymousClient().call('getPushRule', { path: TEA, query })).status,
        200,
      )
    },
  }),
]
