import type { TimelineEntry } from '../../../run/index.ts'

/**
 * Marks the exchange that a message is about: the one whose request it quotes, or else the last one whose response or
 * push has something that it names, or else the last one before the case ended.
 *
 * @param entries the timeline, by start time
 * @param message the message of the case
 */
export function markDecisive(entries: readonly TimelineEntry[], message: string): TimelineEntry[] {
  const decisive = quoted(entries, message) ?? naming(entries, message) ?? last(entries)
  return entries.map((entry) => (entry === decisive ? { ...entry, decisive: true } : entry))
}

/** Returns the last exchange whose method and path are in the message. */
function quoted(entries: readonly TimelineEntry[], message: string): TimelineEntry | undefined {
  return entries.findLast(
    ({ kind, method, path }) =>
      kind === 'client' && method !== undefined && path !== undefined && isQuoted(`${method} ${path}`, message),
  )
}

/** Reports whether a request is in the message, and not only as the beginning of a longer one. */
function isQuoted(request: string, message: string): boolean {
  const place = message.indexOf(request)
  return place >= 0 && !/^[\w/%?&=]/.test(message.slice(place + request.length))
}

/**
 * Returns the last exchange that carries an event that the message names: the list of notifications, unless the message is
 * about a push; its push; or the request that sent it.
 */
function naming(entries: readonly TimelineEntry[], message: string): TimelineEntry | undefined {
  const events = message.match(/\$[\w\-+/=:.]{10,}/g) ?? []
  for (const event of events) {
    const about = (entry: TimelineEntry) =>
      mentions(entry.kind === 'gateway' ? entry.requestBody : entry.responseBody, event)
    const isList = (entry: TimelineEntry) => !/\bpush/.test(message) && /\/notifications(?:\?|$)/.test(entry.path ?? '')
    const found =
      entries.findLast((entry) => isList(entry) && about(entry)) ??
      entries.findLast((entry) => entry.kind === 'gateway' && about(entry)) ??
      entries.findLast(about)
    if (found !== undefined) return found
  }
  return undefined
}

function mentions(body: unknown, text: string): boolean {
  return body !== undefined && JSON.stringify(body).includes(text)
}

/** Returns the last exchange that is not preparation: what a case looks at is mostly what it has just received. */
function last(entries: readonly TimelineEntry[]): TimelineEntry | undefined {
  return entries.findLast(({ kind, preparation }) => kind !== 'note' && preparation !== true)
}
