import { type Shape, shapeOf } from './classify/shape.ts'
import type { DocumentContext } from './document-context.ts'
import { type ReadJson, readJson } from './read/json/read-json.ts'
import { readCurlCommands } from './read/shell/curl.ts'
import { isObjectTree, type ObjectTree, type StringTree, type Tree } from './read/tree.ts'
import { checkEventMatch, checkEventNotifies } from './rules/prose/event-match.ts'
import { checkMatchLists } from './rules/prose/pattern-claims.ts'
import { checkAction } from './rules/push-rules/actions.ts'
import { checkCondition } from './rules/push-rules/conditions.ts'
import { checkRule, checkRuleset, shownRule } from './rules/push-rules/rule.ts'
import { checkRequest } from './rules/requests/request.ts'
import { checkEventExample, checkGatewayResponse, checkNotification } from './rules/schemas/notifications-and-events.ts'
import { checkPusher } from './rules/schemas/pusher.ts'
import { checkNotifications, checkResponse, checkUnreadCounts } from './rules/schemas/responses.ts'
import type { JsonPlace } from './rules/syntax.ts'
import { reportJsonProblems } from './rules/syntax.ts'
import type { Fragment } from './source/fragment.ts'

/** Checks by the shape of the object. */
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
    checkEventNotifies(tree, document)
  },
  pusher: checkPusher,
  'notify-request': checkNotification,
  'notify-response': checkGatewayResponse,
  notifications: checkNotifications,
  pushers: checkResponse('list of pushers', 'getPushers', 200),
  'unread-counts': checkUnreadCounts,
  error: checkResponse('error', 'putPushRule', 400),
}

/** Shapes that contain other examples, which are checked too. */
const HOLDERS: ReadonlySet<Shape> = new Set(['notifications', 'pushers'])

/** Receives a string that may contain examples, with its key. */
export type OnText = (key: string, text: StringTree) => void

/** Finds examples at any depth of a tree and checks each. */
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
  // The properties of a schema are descriptions, not examples
  const shape = key === 'properties' ? undefined : shapeOf(tree)
  if (shape !== undefined) {
    CHECKS[shape](tree, document)
    if (!HOLDERS.has(shape)) return
  }
  checkMatchLists(tree, document)
  for (const member of tree.members) visit(member.value, member.key, document, onText)
}

/** Checks a fragment that is JSON. */
export function checkJson(fragment: Fragment, place: JsonPlace, document: DocumentContext): void {
  const read = readJson(fragment)
  reportJson(read, fragment, place, document)
  for (const tree of read.trees) checkTree(tree, document)
}

/** Reports syntax problems of JSON. */
export function reportJson(
  { problems, isFragment }: ReadJson,
  fragment: Fragment,
  place: JsonPlace,
  document: DocumentContext,
  isFile = false,
): void {
  reportJsonProblems(problems, place, document)
  if (!isFragment) return
  const message = 'Expected an object in braces, found members without braces'
  document.report('json-fragment', fragment.range(0, 1), message, { severity: isFile ? 'error' : 'note' })
}

/** Checks the curl commands in a fragment; reports whether there are any. */
export function checkCommands(fragment: Fragment, document: DocumentContext): boolean {
  const requests = readCurlCommands(fragment, (range) => {
    document.report('too-long', range, 'The command or its URL is too long to be checked')
  })
  document.sharing(requests.length > 1, () => {
    for (const request of requests) checkRequest(request, document)
  })
  return requests.length > 0
}

/** Matches the keys of push examples. In single quotes they can belong to another language. */
const KEY =
  /["“](?:rule_id|actions|conditions|set_tweak|kind|pattern|pushkey|app_id|notification|devices)["”]\s*(?:[:=]|["“])/

/** Reports whether unlabelled text is intended as JSON. A whole block may lack its end. */
export function looksLikeJson(text: string, isBlock = false): boolean {
  const trimmed = text.trim()
  const isWhole = /^(?:\{[\s\S]*\}|\[[\s\S]*\])$/.test(trimmed)
  const isCode = /;\s*$|=>|\bfunction\b|^\s*\{\{/m.test(trimmed)
  if (isCode) return false
  if (!isWhole) return isBlock && /^(?:\{\s*["“]|\[\s*\{\s*["“])/.test(trimmed) && KEY.test(trimmed)
  return /"[^"\n]*"\s*:/.test(trimmed) || KEY.test(trimmed) || /^\[\s*"(?:notify|dont_notify|coalesce)"/.test(trimmed)
}
