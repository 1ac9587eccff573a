import { defineGatewayCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/errcode.ts'

/** Requests to endpoints and with methods that there are not. */
export const unrecognized = [
  defineGatewayCase({
    id: 'push-gateway/unknown-endpoint',
    title: 'A request to an endpoint that there is not is answered with 404 and M_UNRECOGNIZED',
    verifies: ['gateway-server.unknown-endpoint'],
    fairness:
      'Since v1.6 the text fixes both the status and the errcode; before, the case does not apply. The path is in a namespace of Plexor, so that no extension has it, and the message of the error is free.',
    caughtBy: ['push-gateway.not-found-elsewhere', 'push-gateway.unknown-path-plain'],
    async run({ ask }) {
      const { status, body } = await ask('POST', '/_matrix/push/v1/org.plexor.unheard_of', {})
      expectEqual('the status of the answer', status, 404)
      expectEqual('the errcode', errcodeOf(body), 'M_UNRECOGNIZED')
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/wrong-method',
    title: 'A request with a method that the endpoint does not have is answered with 405 and M_UNRECOGNIZED',
    verifies: ['gateway-server.wrong-method'],
    fairness:
      'Since v1.6 the text fixes both the status and the errcode; before, the case does not apply. The method is DELETE, which no extension of the API is known to use; some answer to GET.',
    caughtBy: ['push-gateway.wrong-method-404', 'push-gateway.wrong-method-ignored'],
    async run({ ask }) {
      const { status, body } = await ask('DELETE', '/_matrix/push/v1/notify')
      expectEqual('the status of the answer', status, 405)
      expectEqual('the errcode', errcodeOf(body), 'M_UNRECOGNIZED')
    },
  }),
]
