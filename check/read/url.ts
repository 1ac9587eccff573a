import { placeholdersIn } from '../classify/placeholder.ts'
import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'

/** Part of a URL with its source range. */
export interface UrlPart {
  /** Source text, still percent-encoded */
  written: string
  /** Decoded text, or the source text if it is not valid percent-encoding */
  text: string
  range: Range
  /** True if it contains a placeholder or a shell variable, so its value is unknown */
  isUnknown: boolean
}

export interface QueryParameter {
  name: UrlPart
  value: UrlPart
}

/** Parts of the URL of an example. */
export interface ExampleUrl {
  /** Scheme and host, or a variable instead; empty if there are none */
  origin: string
  /** Segments of the path; the first one is empty, as with `split` */
  segments: UrlPart[]
  query: QueryParameter[]
  /** Offset of the question mark */
  queryStart: number | undefined
  /** Fragment after the `#` */
  hash: UrlPart | undefined
}

/**
 * Splits the URL of an example into its parts.
 *
 * @param variables - ranges that a shell expands; by default everything that looks like a shell variable
 */
export function readUrl(url: Fragment, variables: readonly Range[] = variablesIn(url.text)): ExampleUrl {
  const { text } = url
  const unknownRanges = [...placeholdersIn(text, variables), ...variables]
  const masked = mask(text, unknownRanges)
  const part = (start: number, end: number): UrlPart => ({
    written: text.slice(start, end),
    text: decoded(text.slice(start, end)),
    range: url.range(start, end),
    isUnknown: unknownRanges.some((one) => one.start < end && one.end > start),
  })
  const pathStart = startOfPath(masked)
  const hashAt = masked.indexOf('#', pathStart)
  const end = hashAt === -1 ? text.length : hashAt
  const queryAt = masked.indexOf('?', pathStart)
  const hasQuery = queryAt !== -1 && queryAt < end
  const pathEnd = hasQuery ? queryAt : end
  return {
    origin: text.slice(0, pathStart),
    segments: splitAt(masked, '/', pathStart, pathEnd).map(([from, to]) => part(from, to)),
    query: hasQuery
      ? splitAt(masked, '&', queryAt + 1, end).map(([from, to]) => {
          const equals = masked.indexOf('=', from)
          const split = equals === -1 || equals > to ? to : equals
          return { name: part(from, split), value: part(Math.min(split + 1, to), to) }
        })
      : [],
    queryStart: hasQuery ? queryAt : undefined,
    hash: hashAt === -1 ? undefined : part(hashAt, text.length),
  }
}

function startOfPath(masked: string): number {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(masked)?.[0].length
  if (origin !== undefined) return origin
  const slash = masked.indexOf('/')
  return slash === -1 ? masked.length : slash
}

/** Finds the shell variables in a text. */
export function variablesIn(text: string): Range[] {
  return [...text.matchAll(/\$(?:\{[^}]*\}|\([^)]*\)|\w+)/g)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }))
}

/** Blanks out unknown ranges, so that no separator is found in them. */
function mask(text: string, unknownRanges: readonly { start: number; end: number }[]): string {
  const characters = text.split('')
  for (const { start, end } of unknownRanges) characters.fill('\u0001', start, end)
  return characters.join('')
}

function splitAt(text: string, separator: string, start: number, end: number): [number, number][] {
  const parts: [number, number][] = []
  let from = start
  for (let at = text.indexOf(separator, from); at !== -1 && at < end; at = text.indexOf(separator, from)) {
    parts.push([from, at])
    from = at + 1
  }
  parts.push([from, end])
  return parts
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
