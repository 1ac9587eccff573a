// Script of the playground. `npm run build:playground` bundles it with the rule engine.
import { isSpecVersion, NEWEST } from '../../../reference/rules/index.ts'
import { EXAMPLES, type Example } from '../examples.ts'
import { completeRules, evaluate, type Input, Problem, TEXTS } from './input.ts'
import { element, showNoResult, showResult } from './show.ts'

/** Time without a key press after which the URL follows, in milliseconds: browsers limit how often it may change. */
const URL_DELAY_MS = 300

/** Time for which a button confirms what it did, in milliseconds. */
const CONFIRMATION_MS = 2_000

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const control = <T extends Control>(id: string) => element(id) as T
const defaultsBox = control<HTMLInputElement>('defaults')

function readInput(): Input {
  const value = (id: string) => control(id).value
  return {
    version: value('version'),
    user: value('user').trim(),
    defaults: defaultsBox.checked,
    rules: value('rules'),
    event: value('event'),
    room: value('room'),
  }
}

function writeInput({ defaults, ...values }: Input): void {
  for (const [id, value] of Object.entries(values)) control(id).value = value
  defaultsBox.checked = defaults
}

function pretty(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
}

function inputOf({ rules, event, room }: Example): Input {
  const texts = { rules: pretty(rules), event: pretty(event), room: pretty(room) }
  return { version: NEWEST, user: '@alice:example.org', defaults: true, ...texts }
}

/** Returns the fragment of the URL for an input: only what it does not share with the first example. */
function fragmentOf(input: Input): string {
  const start = startInput()
  const values = Object.entries(input).flatMap(([name, value]): [string, string][] =>
    value === start[name as keyof Input]
      ? []
      : [[name, value === true ? 'yes' : value === false ? 'no' : String(value)]],
  )
  return new URLSearchParams(values).toString()
}

function inputOfUrl(): Input {
  const values = new URLSearchParams(location.hash.slice(1))
  const start = startInput()
  const text = (name: Exclude<keyof Input, 'defaults'>) => values.get(name) ?? start[name]
  const version = text('version')
  return {
    version: isSpecVersion(version) ? version : NEWEST,
    user: text('user'),
    defaults: (values.get('defaults') ?? 'yes') === 'yes',
    rules: text('rules'),
    event: text('event'),
    room: text('room'),
  }
}

function startInput(): Input {
  const [first] = EXAMPLES
  if (first === undefined) throw new Error('There is no example')
  return inputOf(first)
}

function show(): void {
  let problem: Problem | undefined
  try {
    showResult(evaluate(readInput()))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    problem = error
    showNoResult()
  }
  for (const name of TEXTS) {
    const isWrong = problem?.text === name
    element(`${name}-problem`).textContent = isWrong ? (problem?.message ?? '') : ''
    if (isWrong) control(name).setAttribute('aria-invalid', 'true')
    else control(name).removeAttribute('aria-invalid')
  }
  element('result-section').hidden = problem !== undefined
}

let urlTimer: ReturnType<typeof setTimeout> | undefined

function keepInUrl(): void {
  clearTimeout(urlTimer)
  urlTimer = setTimeout(updateUrl, URL_DELAY_MS)
}

function updateUrl(): void {
  clearTimeout(urlTimer)
  history.replaceState(null, '', `#${fragmentOf(readInput())}`)
}

function onEdit(): void {
  show()
  keepInUrl()
}

function writeDefaultsOut(): void {
  const input = readInput()
  try {
    writeInput({ ...input, rules: pretty(completeRules({ ...input, defaults: true })), defaults: false })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  onEdit()
}

async function share(button: HTMLElement): Promise<void> {
  updateUrl()
  const label = button.textContent
  try {
    await navigator.clipboard.writeText(location.href)
    button.textContent = 'Copied'
  } catch {
    button.textContent = 'It is in the address bar'
  }
  setTimeout(() => {
    button.textContent = label
  }, CONFIRMATION_MS)
}

function follow(): void {
  writeInput(inputOfUrl())
  show()
}

function chooseExample({ value }: HTMLSelectElement): void {
  const example = value === '' ? undefined : EXAMPLES[Number(value)]
  if (example === undefined) return
  const { version, user } = readInput()
  writeInput({ ...inputOf(example), version, user })
  onEdit()
}

element('input').addEventListener('submit', (event) => event.preventDefault())
element('input').addEventListener('input', ({ target }) => {
  if (target === element('example')) chooseExample(control<HTMLSelectElement>('example'))
  else onEdit()
})
element('write-defaults').addEventListener('click', writeDefaultsOut)
element('share').addEventListener('click', () => void share(element('share')))
addEventListener('hashchange', follow)
element('input').hidden = false
follow()
