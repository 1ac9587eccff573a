// Runs in the browser. Shows the result. Everything that the user wrote becomes text, never markup.
import type { ExplainedCondition, TriedRule } from '../../../reference/rules/index.ts'
import type { Result } from './input.ts'

const MARKS = { matched: '✓', failed: '✗', disabled: '–', malformed: '!' } as const
const CLASSES = { matched: 'passed', failed: 'unmet', disabled: 'unmet', malformed: 'failed' } as const
const WORDS = { matched: ' matches', failed: ' does not match', disabled: '', malformed: ' is malformed' } as const

/** Shows that there is no result while a text cannot be used. */
export function showNoResult(): void {
  const decision = element('decision')
  decision.className = 'silent'
  decision.replaceChildren(make('p', '', 'No result: what is marked cannot be used'))
}

/** Shows which rule decides, and every rule that was tried. */
export function showResult(result: Result): void {
  showDecision(result)
  element('tried').replaceChildren(...result.tried.map(rule))
  const { untried } = result
  element('untried').textContent =
    untried > 0 ? `${untried} more ${untried === 1 ? 'rule is' : 'rules are'} not tried, because this one matches.` : ''
}

function showDecision({ outcome, tried, isOwn }: Result): void {
  const decision = element('decision')
  decision.className = outcome?.notify ? 'notifies' : 'silent'
  const own = isOwn
    ? [
        make(
          'p',
          'hint',
          'The owner of the rules sent this event. Nobody is notified of their own events, whatever the rules say.',
        ),
      ]
    : []
  if (outcome === undefined) {
    decision.replaceChildren(make('p', 'headline', 'No rule matches, so the event does not notify'), ...own)
    return
  }
  const origin = tried.at(-1)?.default ? 'default rule' : 'rule of the user'
  const headline = make('p', 'headline', `${outcome.kind} ${outcome.rule.rule_id} decides: `)
  headline.append(make('span', outcome.notify ? 'passed' : 'failed', outcome.notify ? 'notifies' : 'does not notify'))
  const lines = [`A ${origin}. Actions: ${JSON.stringify(outcome.actions)}`]
  if (Object.keys(outcome.tweaks).length > 0) lines.push(`Tweaks: ${JSON.stringify(outcome.tweaks)}`)
  decision.replaceChildren(headline, ...lines.map((line) => make('p', '', line)), ...own)
}

/** Shows a rule with its reason; one with several conditions shows each of them instead. */
function rule({ kind, index, rule_id, result, reason, conditions }: TriedRule): HTMLElement {
  const item = make('li', result === 'matched' ? 'decides' : '')
  const text = make('div', '')
  const name = make('strong', '', `${kind} ${rule_id ?? `number ${index + 1}`}`)
  text.append(name, `${WORDS[result]}${conditions.length > 1 ? '' : `: ${reason}`}`)
  if (conditions.length > 1) {
    const list = make('ul', '')
    list.append(...conditions.map(condition))
    text.append(list)
  }
  item.append(mark(MARKS[result], CLASSES[result]), text)
  return item
}

function condition({ holds, reason }: ExplainedCondition): HTMLElement {
  const item = make('li', '')
  item.append(mark(holds ? '✓' : '✗', holds ? 'passed' : 'unmet'), make('span', '', reason))
  return item
}

function mark(text: string, className: string): HTMLElement {
  const span = make('span', `mark ${className}`, text)
  span.setAttribute('aria-hidden', 'true')
  return span
}

function make(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  made.textContent = text
  return made
}

/** Returns an element of the page. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no element "${id}"`)
  return found
}
