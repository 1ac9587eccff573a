import type { OperationId } from '../../spec/index.ts'
import { defineCase } from '../harness/case.ts'
import { errcodeOf } from '../harness/errcode.ts'
import { expectEqual } from '../harness/expect.ts'

const ENDPOINTS: { operationId: OperationId; name: string; body?: unknown }[] = [
  { operationId: 'getPushers', name: 'listing' },
  { operationId: 'setPusher', name: 'setting', body: { kind: null, app_id: 'org.plexor.test', pushkey: 'none' } },
]

/** Who may use the endpoints at all. */
export const authentication = ENDPOINTS.flatMap(({ operationId, name, body }) => [
  defineCase({
    id: `pushers/${name}-without-token`,
    title: `${name === 'listing' ? 'Listing' : 'Setting'} pushers without an access token is refused with M_MISSING_TOKEN`,
    verifies: ['pushers.authentication'],
    async run({ stranger }) {
      const answer = await stranger().call(operationId, { body, deliberate: true })
      expectEqual('the status of the answer', answer.status, 401)
      expectEqual('the errcode', errcodeOf(answer.body), 'M_MISSING_TOKEN')
    },
  }),
  defineCase({
    id: `pushers/${name}-with-unknown-token`,
    title: `${name === 'listing' ? 'Listing' : 'Setting'} pushers with an unknown access token is refused with M_UNKNOWN_TOKEN`,
    verifies: ['pushers.authentication'],
    async run({ stranger, unique }) {
      const client = stranger()
      client.useToken(unique('not-a-token'))
      const answer = await client.call(operationId, { body, deliberate: true })
      expectEqual('the status of the answer', answer.status, 401)
      expectEqual('the errcode', errcodeOf(answer.body), 'M_UNKNOWN_TOKEN')
    },
  }),
])
