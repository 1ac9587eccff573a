import type { JsonObject } from '../homeserver/body.ts'
import type { ApiPolicies } from '../homeserver/policies/api.ts'

/** What an answer becomes that is broken. */
export type Breach = (body: JsonObject) => unknown

/** Changes the answer of one operation. */
export function responding(operationId: string, change: Breach): (correct: ApiPolicies) => Partial<ApiPolicies> {
  return (correct) => ({
    response(operation, body) {
      const right = correct.response(operation, body)
      return operation === operationId ? (change(right as JsonObject) as object) : right
    },
  })
}
