import type { OperationId } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectStatus } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'
import type { CallArguments } from '../harness/target/client.ts'

const RULE = { kind: 'underride', ruleId: '.m.rule.message' }

interface Endpoint {
  operationId: OperationId
  /** Last part of the case ID */
  name: string
  /** Purpose of the endpoint, as a title begins */
  what: string
  requirement: string
  /** Returns a request that is valid except for its token, as far as a server can tell without knowing the user */
  request(room: string, eventId: string): CallArguments
}

const TEA = { kind: 'content', ruleId: 'tea' }

const ABOUT_RULES: [OperationId, string, string, CallArguments][] = [
  ['getPushRules', 'list-rules', 'Listing push rules', {}],
  ['getGlobalPushRules', 'list-global-rules', 'Listing the global push rules', {}],
  ['getPushRule', 'read-rule', 'Reading a push rule', { path: RULE }],
  ['putPushRule', 'put-rule', 'Putting a push rule', { path: TEA, body: { pattern: 'tea', actions: ['notify'] } }],
  ['deletePushRule', 'delete-rule', 'Deleting a push rule', { path: TEA }],
  ['getPushRuleEnabled', 'read-enabled', 'Reading the enabled state of a push rule', { path: RULE }],
  ['putPushRuleEnabled', 'set-enabled', 'Disabling a push rule', { path: RULE, body: { enabled: false } }],
  ['getPushRuleActions', 'read-actions', 'Reading the actions of a push rule', { path: RULE }],
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

/** Fairness of the cases in which the token has to be accepted. */
const FAIR_ABOUT_WAYS =
  'Servers have to accept the token both in the header and in the query, in every version so far, '

/** Access to the endpoints with and without a valid token. */
export const tokens = [
  ...ENDPOINTS.map(({ operationId, name, what, requirement, request }) =>
    defineCase({
      id: `authentication/${name}`,
      title: `${what} without an access token is refused with M_MISSING_TOKEN, and with an unknown one with M_UNKNOWN_TOKEN`,
      verifies: [requirement],
      caughtBy: [
        `${requirement}-open`,
        'authentication.forbidden-for-missing',
        'authentication.forbidden-for-unknown',
        'authentication.status-403',
      ],
      fairness:
        'Apart from the token the request is valid, as far as a server can tell without knowing the user, so no other error can take precedence. The specification gives status 401 and one errcode each for a missing and for an invalid token.',
      async run({ sharedScene, anonymousClient, unique }) {
        const { alice, room } = await sharedScene()
        const args = request(room, await alice.send(room, 'a message'))
        const client = anonymousClient()
        const without = await client.call(operationId, args)
        client.expectEndpoint(without)
        expectStatus(without, 401, 'it has no access token')
        expectEqual('the errcode for a missing token', errcodeOf(without.body), 'M_MISSING_TOKEN')
        client.useToken(unique('not-a-token'))
        const unknown = await client.call(operationId, args)
        expectStatus(unknown, 401, 'its access token is unknown')
        expectEqual('the errcode for an unknown token', errcodeOf(unknown.body), 'M_UNKNOWN_TOKEN')
      },
    }),
  ),

  defineCase({
    id: 'authentication/token-in-header',
    title: 'The access token is accepted in the Authorization header',
    verifies: ['authentication.header'],
    fairness: `${FAIR_ABOUT_WAYS}and the specification names the Bearer scheme.`,
    async run({ sharedUser, anonymousClient }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const client = anonymousClient()
      client.useToken(alice.account.accessToken)
      expectStatus(await client.call('getPushRule', { path: TEA }), 200, 'its Authorization header has a valid token')
    },
  }),

  defineCase({
    id: 'authentication/token-in-query',
    title: 'The access token is accepted in the query',
    verifies: ['authentication.query'],
    caughtBy: ['authentication.query-ignored'],
    fairness: `${FAIR_ABOUT_WAYS}although since v1.11 clients should not send it in the query.`,
    async run({ sharedUser, anonymousClient }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const query = { access_token: alice.account.accessToken }
      const response = await anonymousClient().call('getPushRule', { path: TEA, query })
      expectStatus(response, 200, 'its query has a valid token')
    },
  }),

  defineCase({
    id: 'authentication/token-in-query-removed',
    title: 'How the target responds to an access token in the query, which is no longer supported',
    verifies: ['authentication.query-removed'],
    async run({ sharedUser, anonymousClient }) {
      const alice = await sharedUser('alice')
      const query = { access_token: alice.account.accessToken }
      const { status } = await anonymousClient().call('getPushRules', { query })
      return `The target ${status === 200 ? 'still accepts it' : `responds with ${status}`}`
    },
  }),
]
