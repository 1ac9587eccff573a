import { isObject, type JsonObject, quote } from '../body.ts'
import { invalidParam } from '../errors.ts'
import { isNestedDeeper } from '../json-depth.ts'
import { syncPosition } from '../sync/token.ts'

const MAX_DEPTH = 20

/**
 * Returns the limit of a query, at most `max`.
 *
 * @param usual limit if the query has none
 * @throws {RequestError} with M_INVALID_PARAM when it is not a positive integer
 */
export function readLimit(limit: string | undefined, usual: number, max: number): number {
  if (limit === undefined) return usual
  if (/^[1-9]\d{0,8}$/.test(limit)) return Math.min(Number(limit), max)
  throw invalidParam(`Parameter "limit": expected a positive integer, found ${quote(limit)}`)
}

/**
 * Returns the position of a token of the query.
 *
 * @throws {RequestError} with M_INVALID_PARAM when it is not a token of this server
 */
export function readToken(name: string, token: string | undefined): number | undefined {
  if (token === undefined) return undefined
  const position = syncPosition(token)
  if (position === undefined) {
    throw invalidParam(`Parameter ${quote(name)}: expected a token of this server, found ${quote(token)}`)
  }
  return position
}

/**
 * Returns the time that a request may wait, in milliseconds, at most `max`.
 *
 * @throws {RequestError} with M_INVALID_PARAM when it is not a number
 */
export function readTimeout(timeout: string | undefined, max: number): number {
  if (timeout === undefined) return 0
  if (/^\d+$/.test(timeout)) return Math.min(Number(timeout), max)
  throw invalidParam(`Parameter "timeout": expected a number of milliseconds, found ${quote(timeout)}`)
}

/**
 * Parses a filter that is JSON in the query.
 *
 * @throws {RequestError} with M_INVALID_PARAM when it is not a JSON object
 */
export function readInlineFilter(json: string): JsonObject {
  if (isNestedDeeper(json, MAX_DEPTH))
    throw invalidParam(`Filter: expected at most ${MAX_DEPTH} nested levels, found more`)
  try {
    const filter: unknown = JSON.parse(json)
    if (isObject(filter)) return filter
  } catch {
    // Reported below
  }
  throw invalidParam(`Filter: expected a JSON object, found ${quote(json)}`)
}
