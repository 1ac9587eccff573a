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
    id: 'push-gateway/unknown-endpoint-methods',
    title: 'A request to an unknown endpoint gets 404 and M_UNRECOGNIZED with any method',
    verifies: ['push-gateway.unknown-endpoint'],
    fairness:
      'Since v1.6 the specification defines both status and errcode, whatever the method; the case does not apply before that. The path is in a namespace of Plexor, so no extension uses it with any method.',
    caughtBy: ['push-gateway.unknown-endpoint-with-put-is-405'],
    async run({ ask }) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const { status, body } = await ask(method, '/_matrix/push/v1/org.plexor.unheard_of')
        expectEqual(`the status of the response to ${method}`, status, 404)
        expectEqual(`the errcode in the response to ${method}`, errcodeOf(body), 'M_UNRECOGNIZED')
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/wrong-method-get',
    title: 'A GET request to the endpoint gets 405 and M_UNRECOGNIZED, unless the gateway supports it',
    verifies: ['push-gateway.wrong-method'],
    fairness:
      'Since v1.6 the specification defines both status and errcode for an unsupported method; the case does not apply before that. Some gateways respond to GET, to be discovered: any status below 400 says that the method is supported.',
    caughtBy: ['push-gateway.get-is-404', 'push-gateway.wrong-method-is-404'],
    async run({ ask }) {
      const { status, body } = await ask('GET', '/_matrix/push/v1/notify')
      if (status < 400) return
      expectEqual('the status of the response', status, 405)
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
