import { defineGatewayCase } from '../harness/case/case.ts'
import { NOTIFY_RESPONSE, NOTIFY_RESPONSE_CASE } from '../harness/case/operations.ts'
import { checkShapes } from '../harness/case/schema-case.ts'

/** Responses of the gateway in the whole run, checked against the schema. */
export const responseSchema = [
  defineGatewayCase({
    id: NOTIFY_RESPONSE_CASE,
    title: 'Every response with status 200 has a list of rejected pushkeys',
    verifies: ['push-gateway.rejected-present'],
    fairness:
      'The schema requires the list in every response with status 200, and no other field. It may be empty, and further fields are ignored.',
    caughtBy: ['push-gateway.omits-rejected', 'push-gateway.rejected-null', 'push-gateway.rejected-as-string'],
    runsLast: true,
    async run({ traffic }) {
      checkShapes(traffic, NOTIFY_RESPONSE)
    },
  }),
]
