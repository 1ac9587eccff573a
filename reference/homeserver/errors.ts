import { RequestError } from '../request-error.ts'

export { RequestError }

/** The user may not do this (403). */
export const forbidden = (message: string) => new RequestError(403, 'M_FORBIDDEN', message)

/** What the request names does not exist (404). */
export const notFound = (message: string) => new RequestError(404, 'M_NOT_FOUND', message)

/** A parameter has a value that it cannot have (400). */
export const invalidParam = (message: string) => new RequestError(400, 'M_INVALID_PARAM', message)

/** A required parameter is absent (400). */
export const missingParam = (message: string) => new RequestError(400, 'M_MISSING_PARAM', message)

/** The body is JSON, but not of the wanted shape (400). */
export const badJson = (message: string) => new RequestError(400, 'M_BAD_JSON', message)

/** Requests come too fast (429); the next one has to wait so many milliseconds. */
export const limitExceeded = (retryAfterMs: number) =>
  new RequestError(429, 'M_LIMIT_EXCEEDED', `Too many requests; wait ${retryAfterMs} ms before the next one`, {
    retry_after_ms: retryAfterMs,
  })
