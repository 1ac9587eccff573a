import { plural, shorten } from '../../common/text.ts'
import type { Cell, CellCase, CellCounts, CellKind, ComparedRequirement, Comparison, Level } from '../../run/index.ts'
import { CELL_KINDS, mismatchOutcome } from '../../run/index.ts'

/** Maximum length of a message in a comparison, in UTF-16 code units. The reports of the runs have more. */
const MAX_MESSAGE = 400

/** Mark and words of what a run says about a requirement. */
export const CELL_WORDS: Readonly<Record<CellKind, readonly [mark: string, words: string]>> = {
  failed: ['✗', 'failed'],
  known: ['!', 'known'],
  inconclusive: ['?', 'not judged'],
  warned: ['~', 'warned'],
  noted: ['•', 'noted'],
  passed: ['✓', 'passed'],
  'n/a': ['–', 'n/a'],
  missing: ['–', 'no case'],
}

/** Returns the class of a kind, which gives it its colour. What says nothing about the target is grey. */
export function classOf(kind: CellKind): string {
  return kind === 'n/a' || kind === 'missing' ? 'skipped' : kind === 'inconclusive' ? 'unjudged' : kind
}

/** Meanings of the marks, for the legend of a comparison. */
export const CELL_MEANINGS: readonly (readonly [kind: CellKind, meaning: string])[] = [
  ['passed', 'every case about the requirement passed'],
  ['failed', 'a case failed'],
  ['known', 'a case failed, and the baseline of the run lists it with a reason'],
  ['warned', 'the implementation does otherwise than the specification recommends'],
  ['noted', 'the specification does not say; the note says what the implementation does'],
  ['inconclusive', 'no case could judge it, for example because something failed on which the case builds'],
  ['n/a', 'the version of the specification does not have the requirement, or the target lacks what it is about'],
]

/** Returns what a case says in one line: its message, or its verdict if it has none. */
export function messageOf({ result }: CellCase): string {
  const [line = ''] = (result.message ?? '').split('\n', 1)
  return shorten(line, MAX_MESSAGE)
}

/** Returns the cases of a cell that have something to say: not those that passed or do not apply. */
export function tellingCases({ cases }: Cell): CellCase[] {
  return cases.filter(({ kind }) => kind !== 'passed' && kind !== 'n/a')
}

/** Returns what an implementation does about a point that is open, or why nothing is known. */
export function noteOf(cell: Cell): string {
  const notes = [...new Set(cell.cases.filter(({ kind }) => kind === 'noted').map(messageOf))]
  return notes.length === 0 ? CELL_WORDS[cell.kind][1] : notes.join('; ')
}

/** Reports whether a level asks nothing, so that implementations differ without being wrong. */
export function isOpen(level: Level): boolean {
  return mismatchOutcome(level) === 'noted'
}

/** Formats counts for people: `22 passed, 2 known failures`. */
export function countsText(counts: CellCounts): string {
  const shown: CellKind[] = ['passed', ...CELL_KINDS.filter((kind) => kind !== 'passed')]
  return shown
    .filter((kind) => counts[kind] > 0)
    .map((kind) =>
      kind === 'known' ? plural(counts[kind], 'known failure') : `${counts[kind]} ${CELL_WORDS[kind][1]}`,
    )
    .join(', ')
}

/** Sums up a comparison: `differences in 129 of 334 requirements`. */
export function differenceText({ requirements }: Comparison): string {
  const differing = requirements.filter(({ varies }) => varies).length
  return `differences in ${differing} of ${requirements.length} requirements`
}

/** Lists names: `Synapse, Dendrite and tuwunel`. */
export function namesText({ runs }: Comparison): string {
  const names = runs.map(({ name }) => name)
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Returns the requirements in two parts: those that it asks for, and those that are unspecified or optional. */
export function parts(comparison: Comparison): { asked: ComparedRequirement[]; open: ComparedRequirement[] } {
  const { requirements } = comparison
  return {
    asked: requirements.filter(({ level }) => !isOpen(level)),
    open: requirements.filter(({ level }) => isOpen(level)),
  }
}
