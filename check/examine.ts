import { curlCommands } from './read/curl.ts'
import { type ReadJson, readJson } from './read/json.ts'
import { isObjectTree, type ObjectTree, type StringTree, type Tree } from './read/tree.ts'
import { type Shape, shapeOf } from './recognise/shape.ts'
import { checkAction } from './rules/actions.ts'
import { checkAnswer, checkNotifications, checkUnreadCounts } from './rules/answers.ts'
import { checkCondition } from './rules/conditions.ts'
import { checkEventMatch } from './rules/event-match.ts'
import type { JsonPlace } from './rules/json.ts'
import { tellJsonProblems } from './rules/json.ts'
import { checkPusher } from './rules/pusher.ts'
import { checkRequest } from './rules/request.ts'
import { checkRule, checkRuleset, shownRule } from './rules/rule.ts'
import { checkEventExample, checkNotification, checkRejected } from './rules/schema.ts'
import { checkMatchLists } from './rules/values.ts'
import type { Fragment } from './source/fragment.ts'
import type { Story } from './story.ts'

/** What is done with an object of each shape. */
const CHECKS: Record<Shape, (tree: ObjectTree, story: Story) => void> = {
  ruleset: checkRuleset,
  rule: (tree, story) => checkRule(shownRule(tree), story),
  condition: (tree, story) => {
    checkCondition(tree, story)
    story.rememberCondition(tree)
  },
  action: checkAction,
  event: (tree, story) => {
    checkEventExample(tree, story)
    checkEventMatch(tree, story)
  },
  pusher: checkPusher,
  'notify-request': checkNotification,
  'notify-response': checkRejected,
  notifications: checkNotifications,
  pushers: checkAnswer('list of pushers', 'getPushers', 200),
  'unread-counts': checkUnreadCounts,
  error: checkAnswer('error', 'putPushRule', 400),
}

/** What holds others, which are looked at too. */
const HOLDERS: ReadonlySet<Shape> = new Set(['notifications', 'pushers'])

/** Takes a string that may hold examples of its own, and the key that it stands under. */
export type OnText = (key: string, text: StringTree) => void

/** Looks for examples in a tree, however deep they are in it, and checks each. */
export function examineTree(tree: Tree, story: Story, onText?: OnText): void {
  visit(tree, '', story, onText)
}

function visit(tree: Tree, key: string, story: Story, onText?: OnText): void {
  if (tree.type === 'string' && tree.content !== undefined) onText?.(key, tree)
  if (tree.type === 'array') {
    const isShared = tree.items.filter(isObjectTree).length > 1
    story.sharing(isShared, () => {
      for (const item of tree.items) visit(item, key, story, onText)
    })
  }
  if (!isObjectTree(tree)) return
  // A schema describes properties, and shows none
  const shape = key === 'properties' ? undefined : shapeOf(tree)
  if (shape !== undefined) {
    CHECKS[shape](tree, story)
    if (!HOLDERS.has(shape)) return
  }
  checkMatchLists(tree, story)
  for (const member of tree.members) visit(member.value, member.key, story, onText)
}

/** Checks a text that is JSON. */
export function examineJson(fragment: Fragment, place: JsonPlace, story: Story): void {
  const read = readJson(fragment)
  tellJson(read, fragment, place, story)
  for (const tree of read.trees) examineTree(tree, story)
}

/** Tells what is wrong with the JSON itself. */
export function tellJson(
  { problems, isFragment }: ReadJson,
  fragment: Fragment,
  place: JsonPlace,
  story: Story,
  isFile = false,
): void {
  tellJsonProblems(problems, place, story)
  if (!isFragment) return
  const message = 'These are members of an object without the braces around them'
  story.report('json-fragment', fragment.range(0, 1), message, { severity: isFile ? 'error' : 'note' })
}

/** Checks the curl commands of a text; gives whether there are any. */
export function examineCommands(fragment: Fragment, story: Story): boolean {
  const requests = curlCommands(fragment, (range) => {
    story.report('too-long', range, 'The command or its URL is too long, and is not looked into')
  })
  story.sharing(requests.length > 1, () => {
    for (const request of requests) checkRequest(request, story)
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
