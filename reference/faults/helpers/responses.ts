import type { JsonObject } from '../../homeserver/body.ts'
import type { RequestError } from '../../homeserver/errors.ts'
import type { ErrorPolicies, RequestInfo } from '../../homeserver/policies/errors.ts'
import type { SchemaPolicies } from '../../homeserver/policies/schema.ts'

/** Changes the body of a response. */
export type BodyChange = (body: JsonObject) => unknown

type ErrorChange = (correct: ErrorPolicies) => Partial<ErrorPolicies>

/** Changes the response body of one operation. */
export function changingResponse(
  operationId: string,
  change: BodyChange,
): (correct: SchemaPolicies) => Partial<SchemaPolicies> {
  return (correct) => ({
    response(operation, body) {
      const right = correct.response(operation, body)
      return operation === operationId ? (change(right as JsonObject) as object) : right
    },
  })
}

/** Changes some error responses; `undefined` keeps the correct one. */
export function changingRefusal(
  change: (error: RequestError, request: RequestInfo) => { status: number; body?: object } | undefined,
): ErrorChange {
  return (correct) => ({
    refusal: (error, request) => ({ ...correct.refusal(error, request), ...change(error, request) }),
  })
}

/** Replaces one errcode by another. */
export function changingErrcode(right: string, wrong: string): ErrorChange {
  return (correct) => ({
    refusal(error, request) {
      const refusal = correct.refusal(error, request)
      return error.errcode === right ? { ...refusal, body: { ...refusal.body, errcode: wrong } } : refusal
    },
  })
}

/** Refuses account data of a type that the server controls with another errcode. */
export function refusingAccountDataWith(type: string, errcode: string): ErrorChange {
  return (correct) => ({
    refusal(error, request) {
      const refusal = correct.refusal(error, request)
      const isControlled = error.status === 405 && request.path.endsWith(`/${type}`)
      return isControlled ? { ...refusal, body: { ...refusal.body, errcode } } : refusal
    },
  })
}

/** Returns 200 where an access token is missing or unknown. */
export function withoutToken(paths: RegExp): ErrorChange {
  return changingRefusal(({ status }, { path }) =>
    status === 401 && paths.test(path) ? { status: 200, body: {} } : undefined,
  )
}
