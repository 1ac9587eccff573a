import { curlCommands } from './read/curl.ts'
import { type ReadJson, readJson } from './read/json.ts'
import { isObjectTree, type ObjectTree, type StringTree, type Tree } from './read/tree.ts'
import { type Shape, shapeOf } from './recognise/shape.ts'
import { checkAction } from './rules/actions.ts'
import { checkNotifications, checkResponse, checkUnreadCounts } from './rules/answers.ts'
import { checkCondition } from './rules/conditions.ts'
import { checkEventMatch } from './rules/event-match.ts'
import type { JsonPlace } from './rules/json.ts'
import { reportJsonProblems } from './rules/json.ts'
import { checkPusher } from './rules/pusher.ts'
import { checkRequest } from './rules/request.ts'
import { checkRule, checkRuleset, shownRule } from './rules/rule.ts'
import { checkEventExample, checkNotification, checkRejected } from './rules/schema.ts'
import { checkMatchLists } from './rules/values.ts'
import type { Fragment } from './source/fragment.ts'
import type { DocumentContext } from './story.ts'

/** What is done with an object of each shape. */
const CHECKS: Record<Shape, (tree: ObjectTree, document: DocumentContext) => void> = {
  ruleset: checkRuleset,
  rule: (tree, document) => checkRule(shownRule(tree), document),
  condition: (tree, document) => {
    checkCondition(tree, document)
    document.rememberCondition(tree)
  },
  action: checkAction,
  event: (tree, document) => {
    checkEventExample(tree, document)
    checkEventMatch(tree, document)
  },
  pusher: checkPusher,
  'notify-request': checkNotification,
  'notify-response': checkRejected,
  notifications: checkNotifications,
  pushers: checkResponse('list of pushers', 'getPushers', 200),
  'unread-counts': checkUnreadCounts,
  error: checkResponse('error', 'putPushRule', 400),
}

/** What holds others, which are looked at too. */
const HOLDERS: ReadonlySet<Shape> = new Set(['notifications', 'pushers'])

/** Takes a string that may hold examples of its own, and the key that it stands under. */
export type OnText = (key: string, text: StringTree) => void

/** Looks for examples in a tree, however deep they are in it, and checks each. */
export function checkTree(tree: Tree, document: DocumentContext, onText?: OnText): void {
  visit(tree, '', document, onText)
}

function visit(tree: Tree, key: string, document: DocumentContext, onText?: OnText): void {
  if (tree.type === 'string' && tree.content !== undefined) onText?.(key, tree)
  if (tree.type === 'array') {
    const isShared = tree.items.filter(isObjectTree).length > 1
    document.sharing(isShared, () => {
      for (const item of tree.items) visit(item, key, document, onText)
    })
  }
  if (!isObjectTree(tree)) return
  // A schema describes properties, and shows none
  const shape = key === 'properties' ? undefined : shapeOf(tree)
  if (shape !== undefined) {
    CHECKS[shape](tree, document)
    if (!HOLDERS.has(shape)) return
  }
  checkMatchLists(tree, document)
  for (const member of tree.members) visit(member.value, member.key, document, onText)
}

/** Checks a text that is JSON. */
export function checkJson(fragment: Fragment, place: JsonPlace, document: DocumentContext): void {
  const read = readJson(fragment)
  reportJson(read, fragment, place, document)
  for (const tree of read.trees) checkTree(tree, document)
}

/** Tells what is wrong with the JSON itself. */
export function reportJson(
  { problems, isFragment }: ReadJson,
  fragment: Fragment,
  place: JsonPlace,
  document: DocumentContext,
  isFile = false,
): void {
  reportJsonProblems(problems, place, document)
  if (!isFragment) return
  const message = 'These are members of an object without the braces around them'
  document.report('json-fragment', fragment.range(0, 1), message, { severity: isFile ? 'error' : 'note' })
}

/** Checks the curl commands of a text; gives whether there are any. */
export function checkCommands(fragment: Fragment, document: DocumentContext): boolean {
  const requests = curlCommands(fragment, (range) => {
    document.report('too-long', range, 'The command or its URL is too long, and is not looked into')
  })
  document.sharing(requests.length > 1, () => {
    for (const request of requests) checkRequest(request, document)
  })
  return requests.length > 0
}

/** Keys of examples about push, with whatever after them; in single quotes they may be those of another language. */
const KEY =
  /["“](?:rule_id|actions|conditions|set_tweak|kind|pattern|pushkey|app_id|notification|devices)["”]\s*(?:[:=]|["“])/

/** Whether a text that nothing says to be JSON is meant to be JSON; a whole block may lack its end. */
export function looksLikeJson(text: string, isBlock = false): boolean {
  const trimmed = text.trim()
  const isWhole = /^(?:\{[\s\S]*\}|\[[\s\S]*\])$/.test(trimmed)
  const isCode = /;\s*$|=>|\bfunction\b|^\s*\{\{/m.test(trimmed)
  if (isCode) return false
  if (!isWhole) return isBlock && /^(?:\{\s*["“]|\[\s*\{\s*["“])/.test(trimmed) && KEY.test(trimmed)
  return /"[^"\n]*"\s*:/.test(trimmed) || KEY.test(trimmed) || /^\[\s*"(?:notify|dont_notify|coalesce)"/.test(trimmed)
}
