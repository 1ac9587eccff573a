import { isDeepStrictEqual } from 'node:util'
import { Document } from 'yaml'
import { shorten, visible } from '../common/text.ts'
import { type Baseline, EXPECTATIONS } from './baseline.ts'
import type { CaseResult, Expectation, Verdict } from './events.ts'
import { adaptTo, type ExpectedFailure } from './expected-failure.ts'

/** Maximum length of a message in a reason: enough to distinguish one failure from another. */
const MAX_MESSAGE = 300

/** Width to which long lines are folded, as far as YAML allows it. */
const LINE_WIDTH = 120

const HOW_TO_USE = ` Known failures of the target, for plexor test --baseline.
 A reason that begins with TODO was taken from the run: say in your own words why this is a defect of the target, with
 a link to where it is tracked. Remove an entry when its case passes again: a run is red until then.
 A case that fails for something else than "message" or "violations" is red. The character … stands for any text.`

type Kind = Expectation['kind']

/** Entry of a baseline to write. */
export interface KnownFailure extends ExpectedFailure {
  kind: Kind
  reason: string
}

/** Entries of a baseline to write, by case id. */
export type KnownFailures = ReadonlyMap<string, KnownFailure>

/**
 * Returns the entries that a baseline needs after a run: one for every case that failed, with its previous reason or one
 * to complete, and with what it failed for. A case that failed in some repetitions only gets `may-flake`.
 *
 * Inconclusive cases are never added. An entry for a case that was not selected or was inconclusive stays as it was,
 * unless the case no longer exists.
 *
 * @param results the results of the run
 * @param before the baseline so far
 * @param knownIds ids of all cases that exist
 */
export function knownFailures(
  results: readonly CaseResult[],
  before: Baseline,
  knownIds: readonly string[],
): KnownFailures {
  const finished = new Map(results.map((result) => [result.id, result]))
  const entries = new Map<string, KnownFailure>()
  for (const id of [...new Set([...finished.keys(), ...before.keys()])].sort()) {
    const earlier = before.get(id)
    const result = finished.get(id)
    const kind = result === undefined ? earlier?.kind : kindOf(result, earlier?.kind)
    if (kind === undefined || (result === undefined && !knownIds.includes(id))) continue
    const expected = result === undefined ? (earlier ?? {}) : adaptTo(result, earlier ?? {}, kind === 'may-flake')
    const reason = earlier?.reason ?? (result === undefined ? '' : draftOf(result))
    entries.set(id, { kind, reason, ...listsOf(expected) })
  }
  return entries
}

function listsOf({ messages, violations }: ExpectedFailure): ExpectedFailure {
  return { ...(messages === undefined ? {} : { messages }), ...(violations === undefined ? {} : { violations }) }
}

/** Counts the entries that were there, and now expect the case to fail for something else. */
export function countChanged(entries: KnownFailures, before: Baseline): number {
  return [...entries].filter(([id, entry]) => {
    const earlier = before.get(id)
    return earlier !== undefined && !isDeepStrictEqual(listsOf(earlier), listsOf(entry))
  }).length
}

/** Returns the kind of entry that a result needs; undefined if it is not a failure. */
function kindOf(result: CaseResult, earlier: Kind | undefined): Kind | undefined {
  const verdicts = verdictsOf(result)
  const judged = verdicts.filter((verdict) => verdict !== 'inconclusive')
  if (judged.length === 0) return earlier
  const failures = judged.filter((verdict) => verdict === 'failed' || (verdict === 'warned' && earlier !== undefined))
  if (earlier === 'may-flake') return earlier
  if (failures.length === 0) return undefined
  return failures.length === verdicts.length ? 'must-fail' : 'may-flake'
}

/** Returns the verdict of every repetition. */
function verdictsOf({ verdict, repetitions }: CaseResult): Verdict[] {
  if (repetitions === undefined) return [verdict]
  return Object.entries(repetitions.verdicts).flatMap(([each, times]) => Array<Verdict>(times).fill(each as Verdict))
}

/** Drafts a reason. It quotes the target, so characters that YAML cannot hold are replaced. */
function draftOf({ message = '', requirements }: CaseResult): string {
  const [line = ''] = message.split('\n', 1)
  const seen = visible(shorten(line, MAX_MESSAGE)).replaceAll('\ufffd', '?')
  const section = requirements[0]?.section
  return visible(`TODO: ${seen || 'no reason was given'}${section === undefined ? '' : ` (${section})`}`)
}

/** Formats entries as the text of a baseline file, which `loadBaseline` reads. */
export function formatBaseline(entries: KnownFailures): string {
  const listOf = (kind: Kind) => [...entries].flatMap(([id, entry]) => (entry.kind === kind ? [toYaml(id, entry)] : []))
  const lists = EXPECTATIONS.map((kind) => [kind, listOf(kind)] as const)
  if (entries.size === 0) return `${HOW_TO_USE.replaceAll(/^/gm, '#')}\n`
  const document = new Document(Object.fromEntries(lists.filter(([, list]) => list.length > 0)))
  document.commentBefore = HOW_TO_USE
  return document.toString({ lineWidth: LINE_WIDTH })
}

function toYaml(id: string, { reason, messages, violations }: KnownFailure): object {
  return {
    case: id,
    ...(messages === undefined ? {} : { message: messages.length === 1 ? messages[0] : messages }),
    ...(violations === undefined ? {} : { violations }),
    reason,
  }
}
