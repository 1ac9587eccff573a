import { dependentCases, directCases, type FaultMatrix, type FaultRow, requirementRows } from './fault-matrix.ts'
import { codeSpan, prose, row } from './markdown-text.ts'

/** So many cases that depend on a fault are named; of more there is but the number. */
const MOST_NAMED = 5

/** The matrix for people. */
export function matrixToMarkdown({ part, faults, leftOpen, excused, unseen, gaps }: FaultMatrix): string {
  const lines = [
    '# Faults and cases',
    '',
    `Made by \`npm run faults\` from ${part}. Each fault is one way for the reference to be wrong. The cases that verify`,
    'a requirement it breaks see it directly; others depend on it, for one of their decisions comes out otherwise.',
    '',
    '## What is missing',
    '',
    ...(gaps.length === 0 ? ['Nothing.'] : gaps.map((gap) => `- ${prose(gap)}`)),
    '',
    '## Faults',
    '',
    ...faultTable(faults),
    '',
    '## Requirements',
    '',
    'What breaks a requirement, and which of its cases see that.',
    '',
    ...requirementTable(faults),
    '',
    '## What the text leaves open',
    '',
    'No case is red because a server does one of these.',
    '',
    ...faultTable(leftOpen),
    '',
    '## Cases that no fault turns red',
    '',
    ...reasons(excused),
    '',
    '## Faults that no case sees',
    '',
    ...reasons(unseen),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function faultTable(rows: readonly FaultRow[]): string[] {
  return [
    row(['fault', 'what shows', 'breaks', 'seen by', 'others that depend on it']),
    row(['---', '---', '---', '---', '---']),
    ...rows.map(({ name, breaks, requirements, red, dependents }) =>
      row([codeSpan(name), prose(breaks), codes(requirements), codes(directCases(red)), others(dependents)]),
    ),
  ]
}

function requirementTable(faults: readonly FaultRow[]): string[] {
  return [
    row(['requirement', 'broken by', 'seen by']),
    row(['---', '---', '---']),
    ...requirementRows(faults).map(({ id, faults: broken, seenBy }) =>
      row([codeSpan(id), codes(broken), codes(seenBy)]),
    ),
  ]
}

function others(dependents: FaultRow['dependents']): string {
  return dependentCases({ dependents })
    .map(({ through, cases }) => {
      const named = cases.length > MOST_NAMED ? `${cases.length} cases` : codes(cases)
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
