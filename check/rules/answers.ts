import { checkResponse as responseViolations } from '../../spec/index.ts'
import { get, itemsOf, type ObjectTree, toValue } from '../read/tree.ts'
import type { DocumentContext } from '../story.ts'
import { checkActions } from './actions.ts'
import { reportViolations } from './violations.ts'

/** Looks at what a server answers, as far as its shape tells which answer it is. */
export function checkResponse(
  what: string,
  operationId: string,
  status: number,
): (tree: ObjectTree, document: DocumentContext) => void {
  return (tree, document) =>
    reportViolations(what, tree, responseViolations(operationId, status, toValue(tree)), document)
}

/** Looks at what a server answers about notifications. */
export function checkNotifications(tree: ObjectTree, document: DocumentContext): void {
  checkResponse('list of notifications', 'getNotifications', 200)(tree, document)
  for (const item of itemsOf(get(tree, 'notifications'))) checkActions(get(item, 'actions'), document)
}

/** Looks at the numbers of unread events in a room or a thread. */
export function checkUnreadCounts(tree: ObjectTree, { report }: DocumentContext): void {
  for (const key of ['notification_count', 'highlight_count']) {
    const count = get(tree, key)
    if (count === undefined || count.type === 'open' || (count.type === 'string' && /^[<{[]/.test(count.value)))
      continue
    const isCount = count.type === 'number' && Number.isSafeInteger(count.value) && Number(count.value) >= 0
    if (!isCount) report('schema', count.range, `The "${key}" is no whole number of 0 or more (schema of sync)`)
  }
}
