import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/errcode.ts'

const UNKNOWN_ENDPOINT = ['GET', '/pushers/org.plexor.unheard_of'] as const

const WRONG_METHOD = ['PUT', '/pushers/set'] as const

/** Requests to endpoints and with methods that there are not. */
export const unrecognized = [
  defineCase({
    id: 'errors/unknown-endpoint',
    title: 'A request to an endpoint that there is not is answered with 404 and M_UNRECOGNIZED',
    verifies: ['errors.unknown-endpoint'],
    caughtBy: ['errors.unknown-endpoint-is-400', 'errors.unrecognized-as-unknown'],
    fairness:
      'The path has a name of our own in it, and the request a token, so nothing else can be meant. Since v1.6 the text ' +
      'expects this status with this errcode and does not demand it, so anything else warns.',
    async run({ user }) {
      const { status, body } = await (await user('alice')).client.probe(...UNKNOWN_ENDPOINT)
      expectEqual('the status of the answer', status, 404)
      expectEqual('the errcode', errcodeOf(body), 'M_UNRECOGNIZED')
    },
  }),

  defineCase({
    id: 'errors/wrong-method',
    title: 'A request with a method that the endpoint does not have is answered with 405 and M_UNRECOGNIZED',
    verifies: ['errors.wrong-method'],
    caughtBy: ['errors.wrong-method-is-404', 'errors.unrecognized-as-unknown'],
    fairness:
      'No version gives the endpoint that sets pushers the method PUT. Since v1.6 the text expects this status with this ' +
      'errcode and does not demand it, so anything else warns.',
    async run({ user }) {
      const { status, body } = await (await user('alice')).client.probe(...WRONG_METHOD)
      expectEqual('the status of the answer', status, 405)
      expectEqual('the errcode', errcodeOf(body), 'M_UNRECOGNIZED')
    },
  }),

  defineCase({
    id: 'errors/unrecognized-once',
    title: 'What the target answers to a request to an endpoint or with a method that there is not',
    verifies: ['errors.before-unrecognized'],
    async run({ user }) {
      const { client } = await user('alice')
      const endpoint = await client.probe(...UNKNOWN_ENDPOINT)
      const method = await client.probe(...WRONG_METHOD)
      return `The target answers ${endpoint.status} where there is no endpoint, and ${method.status} to a wrong method`
    },
  }),
]
