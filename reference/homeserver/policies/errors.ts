import type { RequestError } from '../errors.ts'

/** Properties of a request that the response to it depends on. */
export interface RequestInfo {
  method: string
  /** Path of the URL, without the query */
  path: string
}

/** Response that refuses a request. */
export interface ErrorResponse {
  status: number
  body: object
}

/** Decisions about error responses. */
export interface ErrorPolicies {
  /** Returns the response to a request that is refused. */
  refusal(error: RequestError, request: RequestInfo): ErrorResponse
}

export const errorPolicies: ErrorPolicies = {
  refusal: (error) => ({ status: error.status, body: error.toBody() }),
}
