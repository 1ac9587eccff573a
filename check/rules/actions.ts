import { within } from '../../spec/index.ts'
import { isObjectTree, itemsOf, type Member, member, type ObjectTree, type Tree, textOf } from '../read/tree.ts'
import { KNOWN_ACTIONS } from '../recognise/known.ts'
import { isPlaceholderText } from '../recognise/placeholder.ts'
import type { DocumentContext } from '../story.ts'
import { speaksOfThePast } from './past.ts'

/** Looks at each action of a list. */
export function checkActions(list: Tree | undefined, document: DocumentContext): void {
  for (const action of itemsOf(list)) checkAction(action, document)
}

/** Whether none of the actions of a list is one that nobody knows. */
export function areActionsKnown(list: Tree | undefined): boolean {
  return itemsOf(list).every((action) => {
    const text = textOf(action)
    return text === undefined ? member(action, 'set_tweak') !== undefined : KNOWN_ACTIONS.has(text)
  })
}

export function checkAction(action: Tree, document: DocumentContext): void {
  const text = textOf(action)
  if (text !== undefined) checkName(text, action, document)
  else if (isObjectTree(action)) checkObject(action, document)
  else if (action.type !== 'open') {
    document.report('unknown-action', action.range, 'Found an action that is neither a string nor an object', {
      hint: 'Write "notify", or an object with set_tweak',
    })
  }
}

function checkName(name: string, action: Tree, document: DocumentContext): void {
  const { specVersion, report } = document
  const span = KNOWN_ACTIONS.get(name)
  if (span === undefined) {
    // Names with dots are for whoever owns the domain
    if (name.includes('.') || isPlaceholderText(name)) return
    const meant = [...KNOWN_ACTIONS.keys()].find(
      (known) => known.replace('_', '') === name.toLowerCase().replaceAll(/[\s_'-]/g, ''),
    )
    const isSure = meant !== undefined && within(specVersion, KNOWN_ACTIONS.get(meant) ?? {})
    const fix = { range: action.range, text: `"${meant}"`, done: `wrote "${meant}" for "${name}"` }
    report('unknown-action', action.range, `There is no action "${name}"`, {
      hint: isSure ? `Write "${meant}"` : 'The only action without parameters is "notify"',
      ...(isSure && { fix }),
    })
  } else if (!within(specVersion, span) && !speaksOfThePast(document)) {
    const instead = name === 'dont_notify' ? 'Leave it out: a list without "notify" does not notify' : 'Write "notify"'
    report('historical-action', action.range, `The action "${name}" means nothing since ${span.until}`, {
      hint: instead,
    })
  }
}

function checkObject(action: ObjectTree, document: DocumentContext): void {
  const tweak = member(action, 'set_tweak')
  if (tweak === undefined) {
    if (!action.open) reportInvented(action, document)
    return
  }
  for (const { key, keyRange } of action.members) {
    if (/^(?:set_tweak|value|\$comment)$/.test(key) || key.includes('.') || isPlaceholderText(key)) continue
    document.report('unknown-action', keyRange, `The action has the key "${key}", and set_tweak knows only "value"`, {
      severity: 'warning',
    })
  }
  const name = textOf(tweak.value)
  const value = member(action, 'value')?.value
  if (name === undefined) {
    if (tweak.value.type !== 'open') wrongType('The name of a tweak', tweak, 'a string', document)
  } else if (value !== undefined && value.type !== 'open' && !isPlaceholderText(textOf(value) ?? '')) {
    const valueMember = { key: 'value', keyRange: action.range, value }
    if (name === 'sound' && value.type !== 'string') wrongType('The tweak "sound"', valueMember, 'a string', document)
    if (name === 'highlight' && value.type !== 'boolean')
      wrongType('The tweak "highlight"', valueMember, 'true or false', document)
  }
}

function wrongType(what: string, { value }: Member, expected: string, { report }: DocumentContext): void {
  report('unknown-action', value.range, `${what} is ${article(value)}, wanted ${expected}`)
}

function article({ type }: Tree): string {
  if (type === 'null') return 'null'
  return type === 'object' || type === 'array' ? `an ${type}` : `a ${type}`
}

/** `{"set_sound": "x"}` is what people write who mean `{"set_tweak": "sound", "value": "x"}`. */
function reportInvented(action: ObjectTree, { report }: DocumentContext): void {
  const [first, ...more] = action.members
  if (first?.key.includes('.') || isPlaceholderText(first?.key ?? '')) return
  const name = /^set_?(sound|highlight)$/i.exec(first?.key ?? '')?.[1]?.toLowerCase()
  if (first === undefined || name === undefined) {
    report(
      'unknown-action',
      action.range,
      'There is no such action: an action with parameters is an object with the key "set_tweak"',
    )
    return
  }
  const fits = first.value.type === (name === 'sound' ? 'string' : 'boolean')
  const text = `"set_tweak": "${name}", "value"`
  const fix = {
    range: first.keyRange,
    text,
    done: `wrote {"set_tweak": "${name}", "value": …} for {"${first.key}": …}`,
  }
  report('unknown-action', first.keyRange, `There is no action "${first.key}": a tweak is set by "set_tweak"`, {
    hint: `Write {"set_tweak": "${name}", "value": …}`,
    ...(fits && more.length === 0 && !action.open && !action.isBlock && { fix }),
  })
}
