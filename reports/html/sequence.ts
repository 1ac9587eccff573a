import { html } from 'hono/html'
import { shorten, visible } from '../../common/text.ts'
import type { TimelineEntry } from '../../run/index.ts'
import { DECISIVE_MARK, type Step } from '../timeline.ts'
import type { Html } from './document.ts'

/** Width of a lane, in pixels. */
const LANE = 240

/** Height of a row. */
const ROW = 34

/** Height of the head. */
const TOP = 40

/** Maximum number of lanes for users. A case has two or three. */
const MAX_USERS = 6

/** Maximum length of a label: a little more than fits between two lanes. */
const MAX_LABEL = 60

/** Draws the exchanges as a sequence diagram: users on the left, then the target, then Plexor's push gateway. */
export function sequenceDiagram(steps: readonly Step[]): Html {
  const entries = steps.map(({ entry }) => entry)
  const users = [...new Set(entries.filter(({ kind }) => kind === 'client').map(({ actor }) => actor))].slice(
    0,
    MAX_USERS,
  )
  const hasPushes = entries.some(({ kind }) => kind === 'gateway')
  const lanes = [...users, 'target', ...(hasPushes ? ['gateway'] : [])]
  const height = TOP + entries.length * ROW + 10
  const x = (lane: number) => LANE / 2 + lane * LANE
  const target = users.length
  return html`<div class="sequence" tabindex="0" role="group" aria-label="Sequence of the exchanges"><svg width="${lanes.length * LANE}" viewBox="0 0 ${lanes.length * LANE} ${height}" role="img" aria-label="Diagram">
${lanes.map(
  (name, lane) => html`<text x="${x(lane)}" y="16">${shorten(visible(name), 20)}</text>
<line class="life" x1="${x(lane)}" x2="${x(lane)}" y1="24" y2="${height}"/>
`,
)}${steps.map((step, index) => {
  const { entry } = step
  const y = TOP + index * ROW + ROW / 2
  if (entry.kind === 'note') return note(entry, index, y)
  const isPush = entry.kind === 'gateway'
  const user = Math.max(0, users.indexOf(entry.actor))
  return isPush ? arrow(step, index, x(target), x(target + 1), y) : arrow(step, index, x(user), x(target), y)
})}</svg></div>`
}

function arrow({ entry, starts }: Step, index: number, from: number, to: number, y: number): Html {
  const isPush = entry.kind === 'gateway'
  const status = entry.status === undefined ? '' : ` → ${entry.status}`
  const times = starts.length > 1 ? ` ×${starts.length}` : ''
  const mark = entry.decisive ? `${DECISIVE_MARK} ` : ''
  const label = `${mark}${index + 1}. ${entry.method ?? ''} ${ending(entry.path ?? entry.summary)}${status}${times}`
  const isBad = (entry.violations?.length ?? 0) > 0
  const textClass = entry.decisive ? 'decisive' : isBad ? 'bad' : 'label'
  const [line, head] = entry.decisive ? ['decisive', 'decisive'] : isPush ? ['push', 'pushhead'] : ['arrow', 'head']
  return html`<text class="${textClass}" x="${(from + to) / 2}" y="${y - 5}">${visible(label)}</text>
<line class="${line}" x1="${from}" x2="${to - 8}" y1="${y}" y2="${y}"/>
<path class="${head}" d="M${to} ${y}l-9 -4v8z"/>
`
}

function note(entry: TimelineEntry, index: number, y: number): Html {
  return html`<text class="note" x="8" y="${y}">${index + 1}. ${visible(shorten(entry.summary, 2 * MAX_LABEL))}</text>
`
}

/** Returns the end of a path, which distinguishes it from others. */
function ending(path: string): string {
  const words = path.replace(/^\/_matrix\/(?:client|push)\/[^/]+/, '…').split('?', 1)[0] ?? ''
  return words.length <= MAX_LABEL ? words : `…${words.slice(-MAX_LABEL)}`
}
