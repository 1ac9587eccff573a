import { accessSync, closeSync, constants, existsSync, openSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Document } from 'yaml'
import { readNamedFile, reasonOf } from '../common/named-file.ts'
import { plural, shorten, visible } from '../common/text.ts'
import { UsageError } from '../common/usage-error.ts'
import { allCases, type CaseResult, type Expectation, type RunResult, type Verdict } from '../suites/index.ts'
import { type Baseline, loadBaseline } from './baseline.ts'

/** Characters of a message that go into a reason: enough to tell one failure from another. */
const LONGEST_MESSAGE = 300

const HOW_TO_USE = ` Known failures of the target, for plexor test --baseline.
 A reason that begins with TODO was taken from the run: say in your own words why this is a defect of the target, with
 a link to where it is tracked. Remove an entry when its case passes again: a run is red until then.`

/** All cases that there are. */
const KNOWN_IDS = allCases.map(({ id }) => id)

type Kind = Expectation['kind']
type Entries = Map<string, { kind: Kind; reason: string }>

/** The file that a run writes its known failures to. */
export interface BaselineFile {
  /** Writes the failures of the run, and says on standard error what it wrote. Throws `UsageError` when it cannot. */
  write(run: Pick<RunResult, 'cases'>): void
}

/**
 * Makes ready to write a baseline after a run, so that a file that cannot be used is known before it.
 *
 * @throws {UsageError} when the file cannot be written, or is there already and is no baseline
 */
export function openBaselineFile(file: string): BaselineFile {
  checkWritable(file)
  const before: Baseline = existsSync(file) ? loadBaseline(readNamedFile('baseline', file), file) : new Map()
  return {
    write(run) {
      const entries = knownFailures(run.cases, before, KNOWN_IDS)
      try {
        writeFileSync(file, baselineText(entries))
      } catch (error) {
        throw cannotWrite(file, error)
      }
      process.stderr.write(`plexor: ${summaryOf(entries, before, visible(file))}\n`)
    },
  }
}

function summaryOf(entries: Entries, before: Baseline, file: string): string {
  const added = [...entries.keys()].filter((id) => !before.has(id)).length
  const todo = added > 0 ? `, ${added} of them new: complete the reasons that begin with TODO` : ''
  return `Wrote ${plural(entries.size, 'known failure')} to ${file}${todo}`
}

/**
 * What a baseline has to say after a run: every case that failed, with the reason that it has already or one that has to
 * be completed. What failed in some repetitions only may flake.
 *
 * Cases that could not be judged are never added. What the run did not show, because the case was not selected or could
 * not be judged, stays as it was, unless there is no such case any more.
 */
export function knownFailures(results: readonly CaseResult[], before: Baseline, knownIds: readonly string[]): Entries {
  const finished = new Map(results.map((result) => [result.id, result]))
  const entries: Entries = new Map()
  for (const id of [...new Set([...finished.keys(), ...before.keys()])].sort()) {
    const earlier = before.get(id)
    const result = finished.get(id)
    const kind = result === undefined ? earlier?.kind : kindOf(result, earlier?.kind)
    if (kind === undefined || (result === undefined && !knownIds.includes(id))) continue
    entries.set(id, { kind, reason: earlier?.reason ?? (result === undefined ? '' : draftOf(result)) })
  }
  return entries
}

/** The kind of entry that the result needs; none when it is no failure. */
function kindOf(result: CaseResult, earlier: Kind | undefined): Kind | undefined {
  const verdicts = verdictsOf(result)
  const judged = verdicts.filter((verdict) => verdict !== 'inconclusive')
  if (judged.length === 0) return earlier
  const failures = judged.filter((verdict) => verdict === 'failed' || (verdict === 'warned' && earlier !== undefined))
  if (earlier === 'may-flake') return earlier
  if (failures.length === 0) return undefined
  return failures.length === verdicts.length ? 'must-fail' : 'may-flake'
}

/** The verdicts that the case ended with, each once for every repetition. */
function verdictsOf({ verdict, repetitions }: CaseResult): Verdict[] {
  if (repetitions === undefined) return [verdict]
  return Object.entries(repetitions.verdicts).flatMap(([each, times]) => Array<Verdict>(times).fill(each as Verdict))
}

/** A reason to begin with. What the target said is in it, so it is made safe to read back. */
function draftOf({ message = '', requirements }: CaseResult): string {
  const [line = ''] = message.split('\n', 1)
  const seen = visible(shorten(line, LONGEST_MESSAGE)).replaceAll('\ufffd', '?')
  const section = requirements[0]?.section
  return visible(`TODO: ${seen || 'no reason was given'}${section === undefined ? '' : ` (${section})`}`)
}

function baselineText(entries: Entries): string {
  const listOf = (kind: Kind) =>
    [...entries].flatMap(([id, entry]) => (entry.kind === kind ? [{ case: id, reason: entry.reason }] : []))
  const lists = (['must-fail', 'may-flake'] as const).map((kind) => [kind, listOf(kind)] as const)
  if (entries.size === 0) return `${HOW_TO_USE.replaceAll(/^/gm, '#')}\n`
  const document = new Document(Object.fromEntries(lists.filter(([, list]) => list.length > 0)))
  document.commentBefore = HOW_TO_USE
  return document.toString({ lineWidth: 0 })
}

/** The file is not touched before the run has ended, so that a run that cannot begin leaves it as it was. */
function checkWritable(file: string): void {
  try {
    if (existsSync(file)) closeSync(openSync(file, 'r+'))
    else accessSync(dirname(file), constants.W_OK)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

function cannotWrite(file: string, error: unknown): UsageError {
  return new UsageError(`Cannot write the baseline "${file}": ${reasonOf(error)}`)
}
