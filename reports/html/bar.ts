import { html } from 'hono/html'
import type { Html } from './document.ts'

/** Part of a bar. */
export interface Segment {
  /** Class that gives it its colour: `passed`, `failed`, `known`, `inconclusive`, `warned`, `noted` or `skipped` */
  kind: string
  count: number
}

/**
 * Draws numbers as one horizontal bar, whose segments are as long as their share.
 *
 * @param label what the bar shows, with the numbers, for people who do not see it
 */
export function bar(segments: readonly Segment[], label: string): Html {
  const total = segments.reduce((sum, { count }) => sum + count, 0)
  let x = 0
  const parts = segments.flatMap(({ kind, count }) => {
    if (count === 0) return []
    const part = html`<rect class="${kind}" x="${x}" width="${count}" height="1"/>`
    x += count
    return [part]
  })
  return html`<svg class="bar" viewBox="0 0 ${Math.max(total, 1)} 1" preserveAspectRatio="none" role="img" aria-label="${label}">${parts}</svg>`
}
