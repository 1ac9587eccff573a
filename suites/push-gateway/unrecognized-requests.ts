import { defineGatewayCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'

/** Requests to unknown endpoints, and with unsupported methods. */
export const unrecognizedRequests = [
  defineGatewayCase({
    id: 'push-gateway/unknown-endpoint',
    title: 'A request to an unknown endpoint gets 404 and M_UNRECOGNIZED',
    verifies: ['push-gateway.unknown-endpoint'],
    fairness:
      'Since v1.6 the specification defines both status and errcode; the case does not apply before that. The path is in a namespace of Plexor, so no extension uses it, and the error message may be anything.',
    caughtBy: ['push-gateway.unknown-endpoint-is-200', 'push-gateway.unknown-endpoint-with-other-errcode'],
    async run({ ask }) {
      const { status, body } = await ask('POST', '/_matrix/push/v1/org.plexor.unheard_of', {})
      expectEqual('the status of the response', status, 404)
      expectEqual('the errcode', errcodeOf(body), 'M_UNRECOGNIZED')
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/wrong-method',
    title: 'A request with an unsupported method gets 405 and M_UNRECOGNIZED',
    verifies: ['push-gateway.wrong-method'],
    fairness:
      'Since v1.6 the specification defines both status and errcode; the case does not apply before that. No known extension of the API uses DELETE, while some gateways respond to GET.',
    caughtBy: ['push-gateway.wrong-method-is-404', 'push-gateway.wrong-method-is-200'],
    async run({ ask }) {
      const { status, body } = await ask('DELETE', '/_matrix/push/v1/notify')
      expectEqual('the status of the response', status, 405)
      expectEqual('the errcode', errcodeOf(body), 'M_UNRECOGNIZED')
    },
  }),
]
