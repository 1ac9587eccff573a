import { checkResponse } from '../../spec/index.ts'
import { get, itemsOf, type ObjectTree, toValue } from '../read/tree.ts'
import type { Story } from '../story.ts'
import { checkActions } from './actions.ts'
import { tellViolations } from './violations.ts'

/** Looks at what a server answers, as far as its shape tells which answer it is. */
export function checkAnswer(
  what: string,
  operationId: string,
  status: number,
): (tree: ObjectTree, story: Story) => void {
  return (tree, story) => tellViolations(what, tree, checkResponse(operationId, status, toValue(tree)), story)
}

/** Looks at what a server answers about notifications. */
export function checkNotifications(tree: ObjectTree, story: Story): void {
  checkAnswer('list of notifications', 'getNotifications', 200)(tree, story)
  for (const item of itemsOf(get(tree, 'notifications'))) checkActions(get(item, 'actions'), story)
}

/** Looks at the numbers of unread events in a room or a thread. */
export function checkUnreadCounts(tree: ObjectTree, { report }: Story): void {
  for (const key of ['notification_count', 'highlight_count']) {
    const count = get(tree, key)
    if (count === undefined || count.type === 'open' || (count.type === 'string' && /^[<{[]/.test(count.value)))
      continue
    const isCount = count.type === 'number' && Number.isSafeInteger(count.value) && Number(count.value) >= 0
    if (!isCount) report('schema', count.range, `The "${key}" is no whole number of 0 or more (schema of sync)`)
  }
}
