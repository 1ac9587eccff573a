import { codeSpan, prose, row } from './markdown-text.ts'
import { jsonText } from './json.ts'

/** A case that a fault turned red. */
export interface RedCase {
  id: string
  verdict: string
  /** What the case says it found */
  message?: string
  /** Whether the case verifies a requirement that the fault breaks */
  direct: boolean
  /** Otherwise: the decisions on the way of the case that the fault replaces, or that it judges the whole run */
  through?: readonly string[]
}

/** What a fault did to the cases. */
export interface FaultRow {
  name: string
  breaks: string
  requirements: readonly string[]
  profiles: readonly string[]
  /** How many cases were run: those in which a decision comes out otherwise */
  ran: number
  red: readonly RedCase[]
}

/** Faults, requirements and cases, and what is missing between them. */
export interface FaultMatrix {
  /** Which part of the catalogue it is, in words: `all 300 faults` */
  part: string
  faults: readonly FaultRow[]
  /** Behaviours that the text leaves open; no case may be red because of one */
  leftOpen: readonly FaultRow[]
  /** Cases that no fault can turn red, with the reason */
  excused: Readonly<Record<string, string>>
  /** Faults that no case can see from outside, with the reason */
  unseen: Readonly<Record<string, string>>
  /** What keeps the matrix from being green, as sentences */
  gaps: readonly string[]
}

/** The matrix for programs. */
export function matrixToJson(matrix: FaultMatrix): string {
  return `${jsonText(matrix, 1)}\n`
}

/** The matrix for people. Of the cases that depend on a fault there is but the number where there are many. */
export function matrixToMarkdown({ part, faults, leftOpen, excused, unseen, gaps }: FaultMatrix): string {
  const lines = [
    '# Faults and cases',
    '',
    `Made by \`npm run faults\` from ${part}. Each fault is one way for the reference to be wrong; the cases that verify`,
    'a requirement it breaks see it directly, and others depend on what it breaks.',
    '',
    '## What is missing',
    '',
    ...(gaps.length === 0 ? ['Nothing.'] : gaps.map((gap) => `- ${prose(gap)}`)),
    '',
    '## Faults',
    '',
    ...table(faults),
    '',
    '## What the text leaves open',
    '',
    'No case is red because a server does one of these.',
    '',
    ...table(leftOpen),
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

function reasons(list: Readonly<Record<string, string>>): string[] {
  return Object.entries(list).map(([id, reason]) => `- ${codeSpan(id)}: ${prose(reason)}`)
}

function table(rows: readonly FaultRow[]): string[] {
  return [
    row(['fault', 'what shows', 'breaks', 'seen by', 'others that depend on it']),
    row(['---', '---', '---', '---', '---']),
    ...rows.map(({ name, breaks, requirements, red }) => {
      const direct = red.filter((one) => one.direct).map(({ id }) => codeSpan(id))
      const others = red.filter((one) => !one.direct)
      const ways = [...new Set(others.flatMap(({ through = [] }) => through))].map(codeSpan).join(', ')
      const named = others.length > 5 ? `${others.length} cases` : others.map(({ id }) => codeSpan(id)).join(' ')
      const dependent = others.length === 0 ? '' : `${named} through ${ways}`
      return row([codeSpan(name), prose(breaks), requirements.map(codeSpan).join(' '), direct.join(' '), dependent])
    }),
  ]
}
