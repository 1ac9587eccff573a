import { checkEvent, checkNotifyRequest, checkNotifyResponse } from '../../../spec/index.ts'
import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext } from '../../document-context.ts'
import { get, has, isComplete, isObjectTree, type ObjectTree, type Tree, textOf, toValue } from '../../read/tree.ts'
import { checkRuleset } from '../push-rules/rule.ts'
import { isMissing, reportViolations } from './violations.ts'

/** Properties of a notification that describe its event. */
const EVENT_FIELDS = ['room_id', 'type', 'sender', 'content']

/**
 * Checks a request of a homeserver to a push gateway.
 *
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
 */
export function checkNotification(tree: Tree, document: DocumentContext): void {
  reportViolations('request to a push gateway', tree, checkNotifyRequest(toValue(tree)), document)
  const notification = get(tree, 'notification')
  if (!isObjectTree(notification) || notification.isPartial) return
  if (EVENT_FIELDS.some((key) => has(notification, key)) && !has(notification, 'event_id')) {
    document.report('schema', notification.range, 'Expected "event_id" in a notification about an event', {
      severity: 'warning',
    })
  }
  checkIds(notification, document)
}

/** Checks a response of a push gateway. */
export function checkGatewayResponse(tree: ObjectTree, document: DocumentContext): void {
  reportViolations('response of a push gateway', tree, checkNotifyResponse(toValue(tree)), document)
}

/** Checks an event. Without an ID it counts as a partial event. */
export function checkEventExample(tree: ObjectTree, document: DocumentContext): void {
  const isWhole = has(tree, 'event_id') && has(tree, 'sender')
  const content = get(tree, 'content')
  const global = get(content, 'global')
  if (textOf(get(tree, 'type')) === 'm.push_rules' && isObjectTree(global)) {
    checkRuleset(global, document)
    return
  }
  // An event without content was redacted, or is abridged
  const isEmpty = isObjectTree(content) && content.members.length === 0
  if (isShownAsItIs(tree, document)) return
  const violations = checkEvent(toValue(tree)).filter(
    (sentence) => !isMissing(sentence) || (isWhole && !isEmpty && !isAtRoot(sentence)),
  )
  reportViolations('event', tree, violations, document)
  checkIds(tree, document)
}

/**
 * Reports whether the schema of the event does not count: a fix would invalidate its signatures, or the document says
 * that the event is valid in some versions of rooms.
 */
function isShownAsItIs(tree: ObjectTree, { lead, headings }: DocumentContext): boolean {
  if (has(tree, 'signatures') || has(tree, 'hashes')) return true
  const near = [...headings.slice(-1), ...lead.slice(-3)].map(({ text }) => text).join(' ')
  return (
    /\b(?:valid|accept(?:s|ed)?|allowed)\b/i.test(near) &&
    /\broom versions?\b|\bevents?\b.*\bas (?:strings|floats)\b/i.test(near)
  )
}

/** Format of each kind of ID; old formats of room IDs and event IDs are accepted. */
const IDS: Readonly<Record<string, { shape: RegExp; expected: string }>> = {
  sender: { shape: /^@[^:]*:./, expected: 'a user ID such as @alice:example.org' },
  room_id: { shape: /^!./, expected: 'a room ID, which starts with !' },
  event_id: { shape: /^\$./, expected: 'an event ID, which starts with $' },
}

function checkIds(tree: ObjectTree, { report }: DocumentContext): void {
  for (const [key, { shape, expected }] of Object.entries(IDS)) {
    const found = get(tree, key)
    const text = textOf(found)
    if (found === undefined || text === undefined || !isComplete(found) || isPlaceholderText(text)) continue
    if (!shape.test(text))
      report('schema', found.range, `Expected ${expected} as "${key}", found "${text}"`, { severity: 'warning' })
  }
}

function isAtRoot(sentence: string): boolean {
  return sentence.startsWith('At the root:')
}
