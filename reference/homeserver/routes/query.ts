import { isObject, type JsonObject, quote } from '../body.ts'
import { invalidParam } from '../errors.ts'
import { isNestedDeeper } from '../json-depth.ts'
import { syncPosition } from '../sync/token.ts'

const MAX_DEPTH = 20

/** A positive integer of the query, cut down to a maximum; throws M_INVALID_PARAM for anything else. */
export function readLimit(limit: string | undefined, usual: number, max: number): number {
  if (limit === undefined) return usual
  if (/^[1-9]\d{0,8}$/.test(limit)) return Math.min(Number(limit), max)
  throw invalidParam(`The limit is ${quote(limit)}; it must be a positive integer`)
}

/** The position that a token of the query stands for; throws M_INVALID_PARAM for what is no token. */
export function readToken(name: string, token: string | undefined): number | undefined {
  if (token === undefined) return undefined
  const position = syncPosition(token)
  if (position === undefined) {
    throw invalidParam(`The value of ${quote(name)} is ${quote(token)}, which is no token of this server`)
  }
  return position
}

/** How long a request may wait, in milliseconds, cut down to a maximum; throws M_INVALID_PARAM for what is no number. */
export function readTimeout(timeout: string | undefined, max: number): number {
  if (timeout === undefined) return 0
  if (/^\d+$/.test(timeout)) return Math.min(Number(timeout), max)
  throw invalidParam(`The timeout is ${quote(timeout)}; it must be a number of milliseconds`)
}

/** A filter that stands in the query as JSON; throws M_INVALID_PARAM for what is no JSON object. */
export function readInlineFilter(json: string): JsonObject {
  if (isNestedDeeper(json, MAX_DEPTH)) throw invalidParam(`The filter is nested deeper than ${MAX_DEPTH} levels`)
  try {
    const filter: unknown = JSON.parse(json)
    if (isObject(filter)) return filter
  } catch {
    // Said below
  }
  throw invalidParam(`The filter ${quote(json)} is no JSON object`)
}
