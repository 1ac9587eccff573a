import { html } from 'hono/html'
import { plural, visible } from '../common/text.ts'
import { type Comparison, type RunResult, totalsOfRun } from '../run/index.ts'
import { differenceText } from './comparison/words.ts'
import { toneOfRun } from './headline.ts'
import { jsonText } from './json.ts'

/** Image of one line for a README. */
interface Badge {
  label: string
  message: string
  color: keyof typeof COLORS
}

/** Colours by the names that shields.io has for them. White text has a sufficient contrast on each. */
const COLORS = { brightgreen: '#1b7a3d', yellow: '#8a5a00', red: '#b3141c', lightgrey: '#5b6470', blue: '#0b5cad' }

/** Width of a character and of the space at both sides of a text. */
const [CHARACTER, SPACE] = [6.6, 6]

/** Formats the conclusion of a run as an SVG image. */
export function runToBadge(run: RunResult): string {
  return svgOf(badgeOfRun(run))
}

/** Formats the conclusion of a run as JSON for the endpoint badge of shields.io. */
export function runToShields(run: RunResult): string {
  return shieldsOf(badgeOfRun(run))
}

/** Formats how many requirements differ as an SVG image. */
export function comparisonToBadge(comparison: Comparison): string {
  return svgOf(badgeOfComparison(comparison))
}

/** Formats how many requirements differ as JSON for the endpoint badge of shields.io. */
export function comparisonToShields(comparison: Comparison): string {
  return shieldsOf(badgeOfComparison(comparison))
}

function badgeOfRun(run: RunResult): Badge {
  const { passed, failed, inconclusive, known } = totalsOfRun(run)
  const label = `Matrix push ${run.specVersion}`
  const ofJudged = `${passed} of ${passed + failed + known} passed`
  if (run.conclusion === 'nothing judged') return { label, message: 'nothing judged', color: 'lightgrey' }
  if (run.conclusion === 'inconclusive') return { label, message: `${inconclusive} inconclusive`, color: 'lightgrey' }
  const color = { good: 'brightgreen', known: 'yellow', bad: 'red', none: 'lightgrey' } as const
  return { label, message: ofJudged, color: color[toneOfRun(run)] }
}

function badgeOfComparison(comparison: Comparison): Badge {
  return { label: plural(comparison.runs.length, 'implementation'), message: differenceText(comparison), color: 'blue' }
}

/** @see https://shields.io/badges/endpoint-badge */
function shieldsOf({ label, message, color }: Badge): string {
  return `${jsonText({ schemaVersion: 1, label, message, color }, 2)}\n`
}

function svgOf({ label, message, color }: Badge): string {
  const [left, right] = [label, message].map(widthOf)
  const [labelWidth = 0, messageWidth = 0] = [left, right]
  const width = labelWidth + messageWidth
  const text = visible(`${label}: ${message}`)
  return `${html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${text}"><title>${text}</title><clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${labelWidth}" height="20" fill="#444"/><rect x="${labelWidth}" width="${messageWidth}" height="20" fill="${COLORS[color]}"/></g><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="${labelWidth / 2}" y="14" textLength="${labelWidth - 2 * SPACE}">${visible(label)}</text><text x="${labelWidth + messageWidth / 2}" y="14" textLength="${messageWidth - 2 * SPACE}">${visible(message)}</text></g></svg>`}
`
}

function widthOf(text: string): number {
  return Math.round([...visible(text)].length * CHARACTER) + 2 * SPACE
}
