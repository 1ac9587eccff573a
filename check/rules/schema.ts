import { checkEvent, checkNotifyRequest, checkNotifyResponse } from '../../spec/index.ts'
import { get, has, isComplete, isObjectTree, type ObjectTree, type Tree, textOf, toValue } from '../read/tree.ts'
import { isPlaceholderText } from '../recognise/placeholder.ts'
import type { DocumentContext } from '../story.ts'
import { checkRuleset } from './rule.ts'
import { isMissing, reportViolations } from './violations.ts'

/** What a notification says of the event that it is about. */
const OF_AN_EVENT = ['room_id', 'type', 'sender', 'content']

/**
 * Looks at what a homeserver sends to a push gateway.
 *
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
 */
export function checkNotification(tree: Tree, document: DocumentContext): void {
  reportViolations('request to a push gateway', tree, checkNotifyRequest(toValue(tree)), document)
  const notification = get(tree, 'notification')
  if (!isObjectTree(notification) || notification.open) return
  if (OF_AN_EVENT.some((key) => has(notification, key)) && !has(notification, 'event_id')) {
    document.report('schema', notification.range, 'The notification is about an event, and has no "event_id"', {
      severity: 'warning',
    })
  }
  checkIds(notification, document)
}

/** Looks at what a push gateway answers. */
export function checkRejected(tree: ObjectTree, document: DocumentContext): void {
  reportViolations('answer of a push gateway', tree, checkNotifyResponse(toValue(tree)), document)
}

/** Looks at an event; one without an ID is taken to show a part of an event only, as texts often do. */
export function checkEventExample(tree: ObjectTree, document: DocumentContext): void {
  const isWhole = has(tree, 'event_id') && has(tree, 'sender')
  const content = get(tree, 'content')
  const global = get(content, 'global')
  if (textOf(get(tree, 'type')) === 'm.push_rules' && isObjectTree(global)) {
    checkRuleset(global, document)
    return
  }
  // What has no content was redacted, or is shown for what is around it
  const isEmpty = isObjectTree(content) && content.members.length === 0
  const violations = checkEvent(toValue(tree)).filter(
    (sentence) => !isMissing(sentence) || (isWhole && !isEmpty && !isAtRoot(sentence)),
  )
  reportViolations('event', tree, violations, document)
  checkIds(tree, document)
}

/** What the IDs of each kind begin with; the ones of old that are not to be seen through are not told. */
const IDS: Readonly<Record<string, { shape: RegExp; expected: string }>> = {
  sender: { shape: /^@[^:]*:./, expected: 'the ID of a user, such as @alice:example.org' },
  room_id: { shape: /^!./, expected: 'the ID of a room, which starts with !' },
  event_id: { shape: /^\$./, expected: 'the ID of an event, which starts with $' },
}

function checkIds(tree: ObjectTree, { report }: DocumentContext): void {
  for (const [key, { shape, expected }] of Object.entries(IDS)) {
    const found = get(tree, key)
    const text = textOf(found)
    if (found === undefined || text === undefined || !isComplete(found) || isPlaceholderText(text)) continue
    if (!shape.test(text))
      report('schema', found.range, `The "${key}" is "${text}", wanted ${expected}`, { severity: 'warning' })
  }
}

function isAtRoot(sentence: string): boolean {
  return sentence.startsWith('At the root:')
}
