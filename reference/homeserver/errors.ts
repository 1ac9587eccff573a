import { RequestError } from '../request-error.ts'

export { RequestError }

/** Creates an error: the user is not allowed to do this (403). */
export const forbidden = (message: string) => new RequestError(403, 'M_FORBIDDEN', message)

/** Creates an error: something that the request names does not exist (404). */
export const notFound = (message: string) => new RequestError(404, 'M_NOT_FOUND', message)

/** Creates an error: a parameter has an invalid value (400). */
export const invalidParam = (message: string) => new RequestError(400, 'M_INVALID_PARAM', message)

/** Creates an error: a required parameter is missing (400). */
export const missingParam = (message: string) => new RequestError(400, 'M_MISSING_PARAM', message)

/** Creates an error: the body is JSON of another shape (400). */
export const badJson = (message: string) => new RequestError(400, 'M_BAD_JSON', message)

/** Creates an error: requests come too fast, and the next one has to wait (429). */
export const limitExceeded = (retryAfterMs: number) =>
  new RequestError(429, 'M_LIMIT_EXCEEDED', `Too many requests; wait ${retryAfterMs} ms before the next one`, {
    retry_after_ms: retryAfterMs,
  })
