import type { Action, Ruleset, SpecVersion } from '../../spec/index.ts'
import { isSpecVersion, SPEC_VERSIONS } from '../../spec/index.ts'
import { quote } from '../harness/evidence/quote.ts'
import { parseJson } from '../harness/target/parse-json.ts'
import type { VectorEvent, VectorRoom } from './vector.ts'

/** Version of the protocol: raised when a message changes its meaning. */
export const PROTOCOL = 1

/** What an evaluator is asked. */
export interface Question {
  /** Counts up from 1 with each question */
  id: number
  /** Id of the vector, for logs; the answer must not depend on it */
  vector: string
  /** Version of the specification to evaluate by */
  spec_version: SpecVersion
  user_id: string
  ruleset: Ruleset
  event: VectorEvent
  room: VectorRoom
}

/** What an evaluator answers: as much as it knows, and at least one of `rule`, `actions`, `notify`; or why it does not. */
export interface Answer {
  /** The rule that matched, null for none; its kind where the evaluator knows it */
  rule?: { kind?: string; rule_id: string } | null
  /** The actions of that rule, to be read as the version reads them */
  actions?: readonly Action[]
  /** What the evaluator makes of the actions; these go before `actions` */
  notify?: boolean
  tweaks?: Record<string, unknown>
  /** Why the vector does not apply to the evaluator */
  unsupported?: string
  /** What the evaluator failed with; a wrong answer, where there is a right one */
  error?: string
}

/** What a program says of itself before it is asked anything. */
export interface Hello {
  name?: string
  version?: string
  /** The versions of the specification that it implements; the newest alone when absent */
  spec_versions?: readonly SpecVersion[]
}

/**
 * There is no answer: the evaluator did not keep to the protocol, or could not be asked.
 */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  /** `failed` for what the evaluator did wrong, `broken` when it was not there to be asked */
  readonly verdict: 'failed' | 'broken'
  /** Whether the question that went before this one is to blame; this one can be asked again then */
  readonly blamesPrevious: boolean

  constructor(message: string, { verdict = 'failed' as 'failed' | 'broken', blamesPrevious = false } = {}) {
    super(message)
    this.verdict = verdict
    this.blamesPrevious = blamesPrevious
  }
}

/**
 * Reads the line with which a program introduces itself.
 *
 * @throws {NoAnswer} when it is no such line
 */
export function readHello(line: string): Hello {
  const hello = readObject(line)
  if (hello.plexor_vectors !== PROTOCOL) {
    throw new NoAnswer(
      `The first line has "plexor_vectors" as ${quote(hello.plexor_vectors)}, wanted ${PROTOCOL}, the version of the protocol`,
    )
  }
  for (const field of ['name', 'version'] as const) {
    if (hello[field] !== undefined && typeof hello[field] !== 'string') throw wrong(field, hello[field], 'a string')
  }
  if (hello.spec_versions !== undefined && !isListOfSpecVersions(hello.spec_versions)) {
    throw wrong(
      'spec_versions',
      hello.spec_versions,
      `an array of names from ${SPEC_VERSIONS[0]} to ${SPEC_VERSIONS.at(-1)}, not empty`,
    )
  }
  return hello as Hello
}

/**
 * Reads the line with which a program answers the question `id`.
 *
 * @throws {NoAnswer} when it is no answer to it
 */
export function readAnswer(line: string, id: number): Answer {
  const answer = readObject(line)
  if (answer.id !== id) {
    const isLate = typeof answer.id === 'number' && answer.id === id - 1
    throw isLate
      ? new NoAnswer(`A second answer came to the question ${answer.id}, wanted one line for each question`, {
          blamesPrevious: true,
        })
      : wrong('id', answer.id, `${id}, the id of the question`)
  }
  for (const field of ['unsupported', 'error'] as const) {
    const reason = answer[field]
    if (reason === undefined) continue
    if (typeof reason === 'string' && reason.trim() !== '') return { [field]: reason }
    throw wrong(field, reason, 'the reason as a string')
  }
  const { rule, actions, notify, tweaks } = answer
  if (rule !== undefined && !isRule(rule)) throw wrong('rule', rule, 'null or an object with kind and rule_id')
  if (actions !== undefined && !Array.isArray(actions)) throw wrong('actions', actions, 'an array')
  if (notify !== undefined && typeof notify !== 'boolean') throw wrong('notify', notify, 'true or false')
  if (tweaks !== undefined && !isObject(tweaks)) throw wrong('tweaks', tweaks, 'an object')
  if (rule === undefined && actions === undefined && notify === undefined) {
    throw new NoAnswer(`The answer is ${quote(answer)}, wanted at least one of "rule", "actions" and "notify"`)
  }
  return answer as Answer
}

function readObject(line: string): Record<string, unknown> {
  const value = parseJson(line)
  if (isObject(value)) return value
  throw new NoAnswer(`The program wrote ${quote(line)}, wanted a JSON object in one line`)
}

function wrong(field: string, found: unknown, expected: string): NoAnswer {
  return new NoAnswer(`The program wrote a line with "${field}" as ${quote(found)}, wanted ${expected}`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isRule(value: unknown): boolean {
  if (value === null) return true
  if (!isObject(value) || typeof value.rule_id !== 'string') return false
  return value.kind === undefined || typeof value.kind === 'string'
}

function isListOfSpecVersions(value: unknown): value is SpecVersion[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && isSpecVersion(name))
  )
}
