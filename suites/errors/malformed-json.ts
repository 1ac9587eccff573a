import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectRefused } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'

/** Names of the endpoints that take a body, for titles and IDs. */
const ENDPOINTS = { putPushRule: 'rules', putPushRuleEnabled: 'enabled', putPushRuleActions: 'actions' } as const

/** Requests whose body is not JSON, or does not match the schema. */
export const malformedJson = [
  defineCase({
    id: 'errors/bad-json-errcode',
    title: 'The errcode with which a rule without actions is refused',
    verifies: ['errors.bad-json'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { status, body } = await alice.tryPutRule('override', 'tea', { conditions: [] })
      expectRefused('a rule without actions', status, { buildsOn: ['rules-api.actions-required'] })
      return `The target responds with ${status} and the errcode ${quote(errcodeOf(body))}`
    },
  }),

  ...(['putPushRule', 'putPushRuleEnabled', 'putPushRuleActions'] as const).map((operationId) =>
    defineCase({
      id: `errors/${ENDPOINTS[operationId]}-not-json`,
      title: `A body that is not JSON is refused with M_NOT_JSON by the endpoint for ${ENDPOINTS[operationId]}`,
      verifies: ['errors.not-json'],
      caughtBy: ['errors.not-json-as-bad-json'],
      fairness:
        'The body is cut off in the middle and the rule exists, so there is no other error. Of the common codes only M_NOT_JSON fits, and any 4xx status passes. The specification does not explicitly require the code here, so another one is only a warning.',
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
        const path = { kind: 'content', ruleId: 'tea' }
        const response = await alice.client.call(operationId, { path, rawBody: '{"enabled": false, "actions": [' })
        expectRefused('a body that is not JSON', response.status)
        expectEqual(`the errcode in the response to ${response.request}`, errcodeOf(response.body), 'M_NOT_JSON')
      },
    }),
  ),
]
