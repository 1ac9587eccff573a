import { codeSpan, prose, row } from '../markdown/text.ts'
import { dependentCases, directCases, type FaultMatrix, type FaultRow, requirementRows } from './matrix.ts'

/** Maximum number of dependent cases that are named; if there are more, only their number is shown. */
const MAX_LISTED = 5

/** Returns the matrix as Markdown. */
export function matrixToMarkdown({ part, faults, unspecified, unseen, gaps }: FaultMatrix): string {
  const lines = [
    '# Faults and cases',
    '',
    `Made by \`npm run faults\` from ${part}. Each fault is one way in which the reference can be wrong. Cases that`,
    'verify a requirement that it breaks see it directly. Others depend on a decision that it changes.',
    '',
    '## Gaps',
    '',
    ...(gaps.length === 0 ? ['None.'] : gaps.map((gap) => `- ${prose(gap)}`)),
    '',
    '## Faults',
    '',
    ...faultTable(faults),
    '',
    '## Requirements',
    '',
    'Faults that break each requirement, and the cases of the requirement that see them.',
    '',
    ...requirementTable(faults),
    '',
    '## Unspecified behaviour',
    '',
    'No case may be red because a server does one of these.',
    '',
    ...faultTable(unspecified),
    '',
    '## Faults that no case detects',
    '',
    ...reasons(unseen),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function faultTable(rows: readonly FaultRow[]): string[] {
  return [
    row(['fault', 'behaviour', 'breaks', 'seen by', 'dependent cases']),
    row(['---', '---', '---', '---', '---']),
    ...rows.map(({ name, summary, breaks, red, dependents }) =>
      row([codeSpan(name), prose(summary), codes(breaks), codes(directCases(red)), others(dependents)]),
    ),
  ]
}

function requirementTable(faults: readonly FaultRow[]): string[] {
  return [
    row(['requirement', 'broken by', 'detected by']),
    row(['---', '---', '---']),
    ...requirementRows(faults).map(({ id, faults: breaking, seenBy }) =>
      row([codeSpan(id), codes(breaking), codes(seenBy)]),
    ),
  ]
}

function others(dependents: FaultRow['dependents']): string {
  return dependentCases({ dependents })
    .map(({ through, cases }) => {
      const named = cases.length > MAX_LISTED ? `${cases.length} cases` : codes(cases)
      return `${named} through ${through.map(codeSpan).join(', ')}`
    })
    .join('; ')
}

function reasons(list: Readonly<Record<string, string>>): string[] {
  const lines = Object.entries(list).map(([id, reason]) => `- ${codeSpan(id)}: ${prose(reason)}`)
  return lines.length === 0 ? ['None.'] : lines
}

function codes(ids: readonly string[]): string {
  return ids.map(codeSpan).join(' ')
}
