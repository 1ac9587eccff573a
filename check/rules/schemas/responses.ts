import { checkResponse as responseViolations } from '../../../spec/index.ts'
import type { DocumentContext } from '../../document-context.ts'
import { get, itemsOf, type ObjectTree, toValue } from '../../read/tree.ts'
import { checkActions } from '../push-rules/actions.ts'
import { reportViolations } from './violations.ts'

/**
 * Creates a check of a response body.
 *
 * @param what - the name of the body in messages, such as `list of pushers`
 */
export function checkResponse(
  what: string,
  operationId: string,
  status: number,
): (tree: ObjectTree, document: DocumentContext) => void {
  return (tree, document) =>
    reportViolations(what, tree, responseViolations(operationId, status, toValue(tree)), document)
}

/** Checks a list of notifications. */
export function checkNotifications(tree: ObjectTree, document: DocumentContext): void {
  checkResponse('list of notifications', 'getNotifications', 200)(tree, document)
  for (const item of itemsOf(get(tree, 'notifications'))) checkActions(get(item, 'actions'), document)
}

/** Checks the unread counts of a room or a thread. */
export function checkUnreadCounts(tree: ObjectTree, { report }: DocumentContext): void {
  for (const key of ['notification_count', 'highlight_count']) {
    const count = get(tree, key)
    if (count === undefined || count.type === 'unknown' || (count.type === 'string' && /^[<{[]/.test(count.value)))
      continue
    const isCount = count.type === 'number' && Number.isSafeInteger(count.value) && Number(count.value) >= 0
    if (!isCount) report('schema', count.range, `Expected a whole number of 0 or more as "${key}" (schema of sync)`)
  }
}
