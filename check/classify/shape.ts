import { RULE_KINDS } from '../../spec/index.ts'
import { get, has, isObjectTree, itemsOf, type ObjectTree, type Tree, textOf } from '../read/tree.ts'
import { KNOWN_ACTIONS, KNOWN_CONDITIONS } from './known.ts'

/** Type of an example, derived from its keys and values alone. */
export type Shape =
  | 'ruleset'
  | 'rule'
  | 'condition'
  | 'action'
  | 'event'
  | 'pusher'
  | 'notify-request'
  | 'notify-response'
  | 'notifications'
  | 'pushers'
  | 'unread-counts'
  | 'error'

const SHAPES: [Shape, (tree: ObjectTree) => boolean][] = [
  ['ruleset', isRuleset],
  ['rule', isRule],
  ['condition', isCondition],
  ['action', isAction],
  ['notify-request', isNotifyRequest],
  ['notify-response', isNotifyResponse],
  ['event', isEvent],
  ['pusher', isPusher],
  ['notifications', isNotifications],
  ['pushers', isPushers],
  ['unread-counts', isUnreadCounts],
  ['error', (tree) => hasScalar(tree, 'errcode')],
]

/** Returns the shape of an object, or `undefined` if it is uncertain. */
export function shapeOf(tree: ObjectTree): Shape | undefined {
  return SHAPES.find(([, fits]) => fits(tree))?.[0]
}

function isRuleset(tree: ObjectTree): boolean {
  const lists = tree.members.filter(({ key }) => RULE_KINDS.some((kind) => kind === key))
  const rules = lists.flatMap(({ value }) => itemsOf(value))
  return (
    lists.length > 0 &&
    lists.every(({ value }) => value.type === 'array' || value.type === 'unknown') &&
    rules.some((rule) => textOf(get(rule, 'rule_id')) !== undefined) &&
    rules.every((rule) => (isObjectTree(rule) && !hasOtherActions(rule)) || rule.type === 'unknown')
  )
}

/** Reports whether `actions` is not a list and nothing else marks the object as a push rule. */
function hasOtherActions(rule: ObjectTree): boolean {
  const actions = get(rule, 'actions')
  return actions !== undefined && actions.type !== 'array' && get(rule, 'default') === undefined
}

const RULE_KEYS = new Set([
  'actions',
  'conditions',
  'pattern',
  'enabled',
  'default',
  'rule_id',
  'kind',
  'priority_class',
  '$comment',
])

function isRule(tree: ObjectTree): boolean {
  const actions = get(tree, 'actions')
  if (textOf(get(tree, 'rule_id')) !== undefined) {
    if (hasOtherActions(tree)) return false
    const isPart = actions !== undefined || get(tree, 'conditions')?.type === 'array'
    return isPart || get(tree, 'default')?.type === 'boolean' || get(tree, 'enabled')?.type === 'boolean'
  }
  if (actions?.type !== 'array' || !tree.members.every(({ key }) => RULE_KEYS.has(key))) return false
  const conditions = itemsOf(get(tree, 'conditions'))
  return actions.items.some(isKnownAction) || conditions.some((one) => isObjectTree(one) && isCondition(one))
}

/** Reports whether a value is an action, or similar enough to be intended as one. */
function isKnownAction(tree: Tree): boolean {
  const text = textOf(tree)
  if (text !== undefined) return KNOWN_ACTIONS.has(text)
  return isObjectTree(tree) && isAction(tree)
}

function isAction(tree: ObjectTree): boolean {
  if (textOf(get(tree, 'set_tweak')) !== undefined)
    return tree.members.every(({ key }) => key === 'set_tweak' || key === 'value')
  return tree.members.length === 1 && /^set_(?:sound|highlight)$/.test(tree.members[0]?.key ?? '')
}

const CONDITION_KEYS = new Set(['kind', 'key', 'pattern', 'is', 'value', '$comment'])

function isCondition(tree: ObjectTree): boolean {
  const kind = textOf(get(tree, 'kind'))
  if (kind === undefined || !tree.members.every(({ key }) => CONDITION_KEYS.has(key))) return false
  if (KNOWN_CONDITIONS.has(kind)) return true
  return textOf(get(tree, 'key')) !== undefined && (has(tree, 'pattern') || has(tree, 'value'))
}

function isEvent(tree: ObjectTree): boolean {
  return textOf(get(tree, 'type'))?.includes('.') === true && isObjectTree(get(tree, 'content'))
}

function isPusher(tree: ObjectTree): boolean {
  const isKnown = hasScalar(tree, 'pushkey') && hasScalar(tree, 'app_id')
  return isKnown && ['kind', 'lang', 'app_display_name', 'device_display_name'].some((key) => has(tree, key))
}

function isPushers(tree: ObjectTree): boolean {
  const pushers = itemsOf(get(tree, 'pushers'))
  return tree.members.length === 1 && pushers.length > 0 && pushers.every((one) => isObjectTree(one) && isPusher(one))
}

function isNotifications(tree: ObjectTree): boolean {
  const items = itemsOf(get(tree, 'notifications'))
  return items.length > 0 && items.every((one) => isObjectTree(one) && has(one, 'event') && has(one, 'actions'))
}

function isUnreadCounts(tree: ObjectTree): boolean {
  const names = tree.members.map(({ key }) => key)
  return (
    names.length > 0 && names.every((key) => /^(?:notification|highlight)_count$/.test(key) && hasScalar(tree, key))
  )
}

/** Properties of a notification for a push gateway. */
const NOTIFICATION_KEYS = new Set(
  'content counts devices event_id id membership prio room_alias room_id room_name sender sender_display_name type user_is_target'.split(
    ' ',
  ),
)

function isNotifyRequest(tree: ObjectTree): boolean {
  const notification = get(tree, 'notification')
  if (get(notification, 'devices')?.type === 'array') return true
  if (tree.members.length > 1 || !isObjectTree(notification) || notification.members.length < 2) return false
  const isKnown = notification.members.every(({ key }) => NOTIFICATION_KEYS.has(key))
  return isKnown && (isObjectTree(get(notification, 'counts')) || has(notification, 'prio'))
}

function isNotifyResponse(tree: ObjectTree): boolean {
  return tree.members.length === 1 && get(tree, 'rejected')?.type === 'array'
}

/** Reports whether the property is a scalar. In a schema it would be an object. */
function hasScalar(tree: ObjectTree, key: string): boolean {
  const value = get(tree, key)
  return value !== undefined && value.type !== 'object' && value.type !== 'array'
}
