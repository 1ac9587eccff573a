import { within } from '../../../spec/index.ts'
import { KNOWN_ACTIONS } from '../../classify/known.ts'
import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext } from '../../document-context.ts'
import { isObjectTree, itemsOf, type Member, member, type ObjectTree, type Tree, textOf } from '../../read/tree.ts'
import { describesThePast } from '../prose/past.ts'

/** Checks each action of a list. */
export function checkActions(list: Tree | undefined, document: DocumentContext): void {
  for (const action of itemsOf(list)) checkAction(action, document)
}

/** Reports whether all actions of a list are known. */
export function areActionsKnown(list: Tree | undefined): boolean {
  return itemsOf(list).every((action) => {
    const text = textOf(action)
    return text === undefined ? member(action, 'set_tweak') !== undefined : KNOWN_ACTIONS.has(text)
  })
}

/** Checks an action. */
export function checkAction(action: Tree, document: DocumentContext): void {
  const text = textOf(action)
  if (text !== undefined) checkName(text, action, document)
  else if (isObjectTree(action)) checkObject(action, document)
  else if (action.type !== 'unknown') {
    document.report('unknown-action', action.range, 'Expected an action as a string or an object', {
      hint: 'Write "notify", or an object with set_tweak',
    })
  }
}

function checkName(name: string, action: Tree, document: DocumentContext): void {
  const { specVersion, report } = document
  const span = KNOWN_ACTIONS.get(name)
  if (span === undefined) {
    // Names with dots are namespaced by a domain
    if (name.includes('.') || isPlaceholderText(name)) return
    const meant = [...KNOWN_ACTIONS.keys()].find(
      (known) => known.replace('_', '') === name.toLowerCase().replaceAll(/[\s_'-]/g, ''),
    )
    const isSure = meant !== undefined && within(specVersion, KNOWN_ACTIONS.get(meant) ?? {})
    const fix = { range: action.range, text: `"${meant}"`, done: `replaced "${name}" with "${meant}"` }
    report('unknown-action', action.range, `Unknown action "${name}"`, {
      hint: `Write "${isSure ? meant : 'notify'}", the only action without parameters`,
      ...(isSure && { fix }),
    })
  } else if (!within(specVersion, span) && !describesThePast(document)) {
    const instead = name === 'dont_notify' ? 'Remove it: a list without "notify" does not notify' : 'Write "notify"'
    report('historical-action', action.range, `The action "${name}" has no meaning since ${span.until}`, {
      hint: instead,
    })
  }
}

function checkObject(action: ObjectTree, document: DocumentContext): void {
  const tweak = member(action, 'set_tweak')
  if (tweak === undefined) {
    if (!action.isPartial) reportInventedAction(action, document)
    return
  }
  for (const { key, keyRange } of action.members) {
    if (/^(?:set_tweak|value|\$comment)$/.test(key) || key.includes('.') || isPlaceholderText(key)) continue
    document.report('unknown-action', keyRange, `Expected "set_tweak" and "value", found the key "${key}"`, {
      severity: 'warning',
    })
  }
  const name = textOf(tweak.value)
  const value = member(action, 'value')?.value
  if (name === undefined) {
    if (tweak.value.type !== 'unknown') reportWrongType('the name of a tweak', tweak, 'a string', document)
  } else if (value !== undefined && value.type !== 'unknown' && !isPlaceholderText(textOf(value) ?? '')) {
    const valueMember = { key: 'value', keyRange: action.range, value }
    if (name === 'sound' && value.type !== 'string')
      reportWrongType('the value of the tweak "sound"', valueMember, 'a string', document)
    if (name === 'highlight' && value.type !== 'boolean')
      reportWrongType('the value of the tweak "highlight"', valueMember, 'true or false', document)
  }
}

function reportWrongType(what: string, { value }: Member, expected: string, { report }: DocumentContext): void {
  report('unknown-action', value.range, `Expected ${expected} as ${what}, found ${article(value)}`)
}

function article({ type }: Tree): string {
  if (type === 'null') return 'null'
  return type === 'object' || type === 'array' ? `an ${type}` : `a ${type}`
}

/** Reports an invented action, such as `{"set_sound": "x"}` for `{"set_tweak": "sound", "value": "x"}`. */
function reportInventedAction(action: ObjectTree, { report }: DocumentContext): void {
  const [first, ...more] = action.members
  if (first?.key.includes('.') || isPlaceholderText(first?.key ?? '')) return
  const name = /^set_?(sound|highlight)$/i.exec(first?.key ?? '')?.[1]?.toLowerCase()
  if (first === undefined || name === undefined) {
    report('unknown-action', action.range, 'Expected an action with the key "set_tweak"')
    return
  }
  const fits = first.value.type === (name === 'sound' ? 'string' : 'boolean')
  const text = `"set_tweak": "${name}", "value"`
  const fix = {
    range: first.keyRange,
    text,
    done: `replaced {"${first.key}": …} with {"set_tweak": "${name}", "value": …}`,
  }
  report('unknown-action', first.keyRange, `Unknown action "${first.key}": expected "set_tweak"`, {
    hint: `Write {"set_tweak": "${name}", "value": …}`,
    ...(fits && more.length === 0 && !action.isPartial && !action.isBlock && { fix }),
  })
}
