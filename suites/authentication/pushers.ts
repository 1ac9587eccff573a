import type { OperationId } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectStatus } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'
import type { CallArguments } from '../harness/target/client.ts'
import type { User } from '../harness/users/user.ts'

const ENDPOINTS: { operationId: OperationId; name: string; request(alice: User): CallArguments }[] = [
  { operationId: 'getPushers', name: 'list-pushers', request: () => ({}) },
  { operationId: 'setPusher', name: 'set-pusher', request: (alice) => ({ body: alice.pusherRequest() }) },
]

const FAIR =
  'With a token the request would succeed, so no other error can take precedence. For all endpoints that need a token the specification gives status 401, and one errcode each for a missing and for an invalid token.'

/** Access to the endpoints with and without a valid token. */
export const pushers = ENDPOINTS.flatMap(({ operationId, name, request }) => [
  defineCase({
    id: `authentication/${name}-without-token`,
    title: `${name === 'list-pushers' ? 'Listing' : 'Setting'} pushers without an access token is refused with M_MISSING_TOKEN`,
    verifies: ['authentication.pushers'],
    caughtBy: ['authentication.pushers-open', 'authentication.forbidden-for-missing'],
    fairness: FAIR,
    async run({ sharedUser, anonymousClient }) {
      const response = await anonymousClient().call(operationId, request(await sharedUser('alice')))
      expectStatus(response, 401, 'it has no access token')
      expectEqual('the errcode for a missing token', errcodeOf(response.body), 'M_MISSING_TOKEN')
    },
  }),

  defineCase({
    id: `authentication/${name}-with-unknown-token`,
    title: `${name === 'list-pushers' ? 'Listing' : 'Setting'} pushers with an unknown access token is refused with M_UNKNOWN_TOKEN`,
    verifies: ['authentication.pushers'],
    caughtBy: ['authentication.pushers-open', 'authentication.forbidden-for-unknown'],
    fairness: FAIR,
    async run({ sharedUser, anonymousClient, unique }) {
      const client = anonymousClient()
      client.useToken(unique('not-a-token'))
      const response = await client.call(operationId, request(await sharedUser('alice')))
      expectStatus(response, 401, 'its access token is unknown')
      expectEqual('the errcode for an unknown token', errcodeOf(response.body), 'M_UNKNOWN_TOKEN')
    },
  }),
])
