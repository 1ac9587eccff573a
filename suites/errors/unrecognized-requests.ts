import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectStatus } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'

const UNKNOWN_ENDPOINT = ['GET', '/pushers/org.plexor.unheard_of'] as const

const WRONG_METHOD = ['PUT', '/pushers/set'] as const

/** Requests to unknown endpoints, and with unsupported methods. */
export const unrecognizedRequests = [
  defineCase({
    id: 'errors/unknown-endpoint',
    title: 'A request to an unknown endpoint gets 404 and M_UNRECOGNIZED',
    verifies: ['errors.unknown-endpoint'],
    caughtBy: ['errors.unknown-endpoint-is-400', 'errors.unrecognized-as-unknown'],
    fairness:
      'The path contains an invented name and the request has a valid token, so there is no other error. Since v1.6 the specification expects this status and errcode but does not require them, so any other response is only a warning.',
    async run({ sharedUser }) {
      const response = await (await sharedUser('alice')).client.probe(...UNKNOWN_ENDPOINT)
      const request = UNKNOWN_ENDPOINT.join(' ')
      expectStatus({ ...response, request }, 404, 'there is no such endpoint')
      expectEqual(`the errcode in the response to ${request}`, errcodeOf(response.body), 'M_UNRECOGNIZED')
    },
  }),

  defineCase({
    id: 'errors/wrong-method',
    title: 'A request with an unsupported method gets 405 and M_UNRECOGNIZED',
    verifies: ['errors.wrong-method'],
    caughtBy: ['errors.wrong-method-is-404', 'errors.unrecognized-as-unknown'],
    fairness:
      'No version supports PUT on the endpoint that sets pushers. Since v1.6 the specification expects this status and errcode but does not require them, so any other response is only a warning.',
    async run({ sharedUser }) {
      const response = await (await sharedUser('alice')).client.probe(...WRONG_METHOD)
      const request = WRONG_METHOD.join(' ')
      expectStatus({ ...response, request }, 405, 'the endpoint does not have this method')
      expectEqual(`the errcode in the response to ${request}`, errcodeOf(response.body), 'M_UNRECOGNIZED')
    },
  }),

  defineCase({
    id: 'errors/early-unrecognized',
    title: 'How the target responds to an unknown endpoint or an unsupported method',
    verifies: ['errors.early-unrecognized'],
    async run({ sharedUser }) {
      const { client } = await sharedUser('alice')
      const endpoint = await client.probe(...UNKNOWN_ENDPOINT)
      const method = await client.probe(...WRONG_METHOD)
      return `The target responds to an unknown endpoint with ${endpoint.status}, and to an unsupported method with ${method.status}`
    },
  }),
]
