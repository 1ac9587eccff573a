import { isObject } from '../../common/is-object.ts'
import { quote } from '../../common/text.ts'
import { type Action, isSpecVersion, NEWEST, type Ruleset, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import { parseJson } from '../harness/target/body.ts'
import type { VectorEvent, VectorRoom } from './vector.ts'

/** Version of the protocol, raised when a message changes its meaning. */
export const PROTOCOL = 1

/** Question to an evaluator. */
export interface Question {
  /** Counts up from 1 with each question */
  id: number
  /** ID of the vector, for logs; the answer must not depend on it */
  vector: string
  /** Version of the specification to evaluate by */
  spec_version: SpecVersion
  user_id: string
  ruleset: Ruleset
  event: VectorEvent
  room: VectorRoom
}

/**
 * Answer of an evaluator: as much as it knows, and at least one of `rule`, `actions` and `notify`; or the reason why
 * there is none.
 */
export interface Answer {
  /** Rule that matched, null for none; with its kind if the evaluator knows it */
  rule?: { kind?: string; rule_id: string } | null
  /** Actions of that rule, to be read by the rules of the version */
  actions?: readonly Action[]
  /** Effect of the actions, as the evaluator sees it; these take precedence over `actions` */
  notify?: boolean
  tweaks?: Record<string, unknown>
  /** Reason why the vector does not apply to the evaluator */
  unsupported?: string
  /** Error of the evaluator; a wrong answer if there is a right one */
  error?: string
}

/** Introduction of a program, before the first question. */
export interface Hello {
  name?: string
  version?: string
  /** Versions of the specification that it implements; only the newest if absent */
  spec_versions?: readonly SpecVersion[]
}

/** Thrown if there is no answer: the evaluator violated the protocol, or could not be asked. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  /** `failed` for errors of the evaluator, `inconclusive` if it could not be asked */
  readonly verdict: 'failed' | 'inconclusive'
  /** True if the previous question is to blame; this one can then be asked again */
  readonly blamesPrevious: boolean

  constructor(message: string, { verdict = 'failed' as 'failed' | 'inconclusive', blamesPrevious = false } = {}) {
    super(message)
    this.verdict = verdict
    this.blamesPrevious = blamesPrevious
  }
}

/**
 * Reads the line with which a program introduces itself.
 *
 * @throws {NoAnswer} when the line is not an introduction
 */
export function readHello(line: string): Hello {
  const hello = readObject(line)
  if (hello.plexor_vectors !== PROTOCOL) {
    throw new NoAnswer(
      `First line of the program, "plexor_vectors": expected ${PROTOCOL}, the version of the protocol, found ${quote(hello.plexor_vectors)}`,
    )
  }
  for (const field of ['name', 'version'] as const) {
    if (hello[field] !== undefined && typeof hello[field] !== 'string') throw wrong(field, hello[field], 'a string')
  }
  if (hello.spec_versions !== undefined && !isListOfSpecVersions(hello.spec_versions)) {
    throw wrong(
      'spec_versions',
      hello.spec_versions,
      `a non-empty array of names from ${SPEC_VERSIONS[0]} to ${NEWEST} or draft`,
    )
  }
  return hello as Hello
}

/**
 * Reads the line with which a program answers the question `id`.
 *
 * @throws {NoAnswer} when the line is not an answer to it
 */
export function readAnswer(line: string, id: number): Answer {
  const answer = readObject(line)
  if (answer.id !== id) {
    const isLate = typeof answer.id === 'number' && answer.id === id - 1
    throw isLate
      ? new NoAnswer(
          `Lines of the program: expected one for each question, found a second answer to question ${answer.id}`,
          {
            blamesPrevious: true,
          },
        )
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
    throw new NoAnswer(
      `Line of the program: expected at least one of "rule", "actions" and "notify", found ${quote(answer)}`,
    )
  }
  return answer as Answer
}

function readObject(line: string): Record<string, unknown> {
  const value = parseJson(line)
  if (isObject(value)) return value
  throw new NoAnswer(`Line of the program: expected a JSON object, found ${quote(line)}`)
}

function wrong(field: string, found: unknown, expected: string): NoAnswer {
  return new NoAnswer(`Line of the program, "${field}": expected ${expected}, found ${quote(found)}`)
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
