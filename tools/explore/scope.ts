import { type Level, requirement, topicOf } from '../../spec/index.ts'

/** Requirements, and whole topics, whose violations show elsewhere, by where they show. */
const ELSEWHERE: Record<string, readonly string[]> = {
  'push gateways, which are another target': ['push-gateway'],
  'responses to requests that have to be refused': [
    'authentication',
    'errors',
    'pushers.required-fields',
    'pushers.url-required',
    'rules-api.get-unknown',
    'rules-api.delete-unknown',
    'rules-api.enabled-unknown',
    'rules-api.actions-unknown',
    'rules-api.unknown-errcode',
    'rules-api.actions-required',
    'rules-api.slashes-refused',
    'rules-api.dotted-ids-refused',
    'rule-order.relative-to-unknown',
    'rule-order.relative-to-default',
    'receipts.unrelated-thread',
    'receipts.malformed-thread',
    'receipts.thread-with-fully-read',
  ],
  'the shape of responses': ['schema'],
  'account data that is read and written as such': [
    'rules-sync.not-writable',
    'rules-sync.not-writable-in-room',
    'rules-sync.not-writable-errcode',
    'rules-sync.readable-as-account-data',
    'rules-sync.private',
    'read-markers.not-writable',
    'read-markers.not-writable-status',
    'read-markers.not-writable-globally',
    'read-markers.not-writable-globally-status',
    'read-markers.not-writable-errcode',
    'read-markers.marked-unread-in-account-data',
    'read-markers.marked-unread-independent',
    'read-markers.filtered',
  ],
}

const BY_ID = new Map(Object.entries(ELSEWHERE).flatMap(([where, ids]) => ids.map((id) => [id, where] as const)))

/** Levels of requirements that a lawful server need not meet: histories judge none of them. */
const NOT_JUDGED: readonly Level[] = ['should', 'may', 'unspecified']

/**
 * Returns where a fault shows, if that is not in pushes, counts, receipts, notifications or rules; undefined if it can
 * show there.
 *
 * @param breaks ids of the requirements that it breaks
 */
export function shownElsewhere(breaks: readonly string[]): string | undefined {
  const places = breaks.map(placeOf)
  return places.includes(undefined) ? undefined : places[0]
}

function placeOf(id: string): string | undefined {
  const place = BY_ID.get(id) ?? BY_ID.get(topicOf(id) ?? '')
  if (place !== undefined) return place
  return NOT_JUDGED.includes(requirement(id).level)
    ? 'recommendations, which a lawful server need not follow'
    : undefined
}
