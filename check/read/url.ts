import { placeholdersIn } from '../recognise/placeholder.ts'
import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'

/** A part of a URL, with its place. */
export interface UrlPart {
  /** As it is written */
  written: string
  /** Percent-decoded; as it is written, where that cannot be done */
  text: string
  range: Range
  /** Whether a placeholder or a variable of the shell is in it, so that nobody knows what it will be */
  isOpen: boolean
}

export interface QueryParameter {
  name: UrlPart
  value: UrlPart
}

/** The URL of an example, taken apart. */
export interface ExampleUrl {
  /** Scheme and host, or a variable in their place; empty where there are none */
  origin: string
  /** The segments of the path, the first one empty: as `split` gives them */
  segments: UrlPart[]
  query: QueryParameter[]
  /** Where the query starts, its question mark included */
  queryStart: number | undefined
  /** What follows a `#` */
  hash: UrlPart | undefined
}

/**
 * Takes the URL of an example apart.
 *
 * @param variables what a shell puts another text in place of; whatever looks like that, where none are given
 */
export function readUrl(url: Fragment, variables: readonly Range[] = variablesIn(url.text)): ExampleUrl {
  const { text } = url
  const open = [...placeholdersIn(text, variables), ...variables]
  const masked = mask(text, open)
  const part = (start: number, end: number): UrlPart => ({
    written: text.slice(start, end),
    text: decoded(text.slice(start, end)),
    range: url.range(start, end),
    isOpen: open.some((one) => one.start < end && one.end > start),
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

/** The variables of the shell in a text. */
export function variablesIn(text: string): Range[] {
  return [...text.matchAll(/\$(?:\{[^}]*\}|\([^)]*\)|\w+)/g)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }))
}

/** The text with what is open blanked out, so that nothing in it takes the URL apart. */
function mask(text: string, open: readonly { start: number; end: number }[]): string {
  const characters = text.split('')
  for (const { start, end } of open) characters.fill('\u0001', start, end)
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
