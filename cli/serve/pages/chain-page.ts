import { html } from 'hono/html'
import { plural, shorten, visible, visibleLines } from '../../../common/text.ts'
import type { Html } from '../../../reports/html/document.ts'
import type { Filter } from '../../../reports/html/filter-form.ts'
import type { RecordedEntry } from './activity.ts'
import { emptyRemark, timeOf } from './layout.ts'
import type { RecordedNotification } from './recorded-notification.ts'
import { devicesOf, type KnownDevice, type Stack, serviceName } from './stack.ts'
import { type Attempt, type Result, type Way, waysOf } from './ways.ts'

/** Maximum number of ways on the page, and of problems. */
export const MAX_WAYS = 100

/** Maximum length of a name in a line, in UTF-16 code units. */
const MAX_NAME = 60

/** Maximum number of devices in a line; the table has the rest. */
const MAX_LINES = 4

/** Maximum number of attempts in a table. */
const MAX_ATTEMPTS = 50

const RESULTS: Readonly<Record<Result, { words: string; tone: string }>> = {
  arrived: { words: 'arrived', tone: 'good' },
  sent: { words: 'sent', tone: 'none' },
  rejected: { words: 'rejected', tone: 'bad' },
  failed: { words: 'failed', tone: 'bad' },
}

/** Filters of the page. */
export const CHAIN_FILTERS: readonly Filter[] = [
  { kind: 'search', label: 'search' },
  {
    ...{ kind: 'choice', name: 'result', label: 'result', all: 'any result' },
    options: [
      ...Object.entries(RESULTS).map(([value, { words }]) => ({ value, words })),
      { value: 'undelivered', words: 'not accepted by the gateway' },
    ],
  },
]

/** Shows the parts of the stack, then the way of each push: from the homeserver to its devices, the newest first. */
export function chainContent(stack: Stack): Html {
  const { activity, places } = stack
  const devices = devicesOf(stack)
  const ways = waysOf(stack, devices).slice(-MAX_WAYS)
  const gateway = places.find(({ name }) => name === 'push gateway')
  const ownHost = gateway === undefined ? undefined : new URL(gateway.url).host
  const problems = activity.entries.filter((entry) => isProblem(entry, ownHost)).slice(-MAX_WAYS)
  const entries = [
    ...ways.map((way) => ({ at: way.notifications[0]?.at ?? 0, shown: () => wayEntry(way) })),
    ...problems.map((entry) => ({ at: entry.at, shown: () => problemEntry(entry) })),
  ]
    .reverse()
    .sort((one, other) => other.at - one.at)
  const older = activity.notified - ways.reduce((sum, { notifications }) => sum + notifications.length, 0)
  return html`${parts(stack, devices.size)}
<section aria-labelledby="ways"><h2 id="ways">Notifications</h2>
${entries.length === 0 ? emptyRemark(html`No notification so far. Each one appears here as soon as a homeserver sends it to the push gateway.`) : ''}
${entries.map(({ shown }) => shown())}
${older > 0 ? html`<p class="hint" id="older">… and ${plural(older, 'older notification')}</p>` : ''}</section>`
}

/** Reports whether an entry is about a notification that no gateway got, or that one refused, and not about one above. */
function isProblem({ part, level, event, respondedBy }: RecordedEntry, ownHost: string | undefined): boolean {
  if (level === 'info' || (respondedBy !== undefined && respondedBy === ownHost)) return false
  return part === 'delivery' || event === 'request-refused'
}

function parts({ places, activity }: Stack, devices: number): Html {
  const numbers: Readonly<Record<string, string>> = {
    'push gateway': plural(activity.notified, 'notification'),
    provider: plural(devices, 'device'),
  }
  return html`<ol class="parts" aria-label="Parts of the stack">${places.map(
    ({ name, url, note = '' }) =>
      html`<li><strong>${name}</strong> <code>${visible(new URL(url).host)}</code> <span>${numbers[name] ?? visible(note)}</span></li>`,
  )}</ol>`
}

function wayEntry({ anchor, notifications, attempts, last }: Way): Html {
  const [first] = notifications
  const newest = notifications.at(-1)
  if (first === undefined || newest === undefined) return html``
  const results = [...new Set(last.map(({ result }) => result))].join(' ')
  const { eventId = '' } = first
  const more = last.length - MAX_LINES
  return html`<details class="entry" id="${anchor}" data-item="entries" data-search="${visible(eventId)}" data-result="${results}"><summary>${timeOf(first.at)}<span class="what">${subject(first)}${effects(last)}</span><span class="ends">${last
    .slice(0, MAX_LINES)
    .map((attempt) =>
      hops(attempt, attempts),
    )}${more > 0 ? html`<span>and ${plural(more, 'more device')}</span>` : ''}</span></summary>
${eventId === '' ? '' : html`<p>Event <code>${visible(eventId)}</code></p>`}
${attemptTable(attempts, anchor)}
<p>The last notification, without its devices:</p><pre>${visibleLines(newest.json).join('\n')}</pre>
</details>
`
}

/** Says what a notification is about. */
function subject({ eventId, type, sender, room, unread, missedCalls }: RecordedNotification): Html {
  if (eventId === undefined) {
    const calls = missedCalls > 0 ? html` <span class="tag">missed calls ${missedCalls}</span>` : ''
    return html`counts alone <span class="tag">unread ${unread}</span>${calls}`
  }
  const where = room === undefined ? '' : html` in <strong>${name(room)}</strong>`
  const from = sender === undefined ? '' : html` from ${name(sender)}`
  return html`${name(type ?? 'an event')}${where}${from}`
}

/** Shows what the push rules of all recipients add to the notification. */
function effects(attempts: readonly Attempt[]): Html {
  const all = new Set(attempts.flatMap(({ device }) => device.effects))
  return html`${[...all].slice(0, MAX_LINES).map((effect) => html` <span class="tag">${visible(effect)}</span>`)}`
}

function name(text: string): string {
  return visible(shorten(text, MAX_NAME))
}

/** Shows the way to one device in a line. */
function hops(attempt: Attempt, all: readonly Attempt[]): Html {
  const { notification, device, known, result } = attempt
  const count = all.filter((other) => other.device.fingerprint === device.fingerprint).length
  const service = known === undefined ? `#${device.fingerprint}` : serviceName(known)
  return html`<span>gateway ${status(notification)} <span class="faint" aria-hidden="true">→</span> ${service} <strong class="${RESULTS[result].tone}">${resultWords(attempt)}</strong>${count > 1 ? html` <span class="tag known">${count} attempts</span>` : ''}</span>`
}

function status({ status }: RecordedNotification): Html {
  return html`<strong class="${status < 300 ? 'good' : 'bad'}">${status}</strong>`
}

function resultWords({ result, push }: Attempt): string {
  return push === undefined ? RESULTS[result].words : `${RESULTS[result].words} as push ${push}`
}

function attemptTable(attempts: readonly Attempt[], anchor: string): Html {
  const more =
    attempts.reduce((sum, { notification }) => Math.max(sum, notification.moreDevices), 0) +
    Math.max(0, attempts.length - MAX_ATTEMPTS)
  return html`<div class="wide" tabindex="0" role="group" aria-label="Attempts of ${anchor}"><table><thead><tr><th scope="col">time</th><th scope="col">device</th><th scope="col">app ID</th><th scope="col">tweaks</th><th scope="col" class="number">unread</th><th scope="col">priority</th><th scope="col">gateway</th><th scope="col">result</th></tr></thead>
<tbody>${attempts.slice(0, MAX_ATTEMPTS).map(attemptRow)}</tbody></table></div>
${more > 0 ? html`<p class="hint">… and ${plural(more, 'more device')}</p>` : ''}`
}

function attemptRow(attempt: Attempt): Html {
  const { notification, device, result } = attempt
  const { at, ms, unread, prio } = notification
  return html`<tr><td>${timeOf(at)}</td><td>${deviceLink(attempt)}</td><td><code>${visible(device.appId)}</code></td><td><code>${visible(device.tweaks)}</code></td><td class="number">${unread}</td><td>${visible(prio)}</td><td>${status(notification)} after ${ms} ms</td><td><span class="${RESULTS[result].tone}">${resultWords(attempt)}</span>${device.reason === undefined ? '' : html`: ${visible(device.reason)}`}</td></tr>
`
}

function deviceLink({ known, device, push }: Attempt): Html {
  if (known === undefined) return html`<code>#${device.fingerprint}</code>`
  return html`<a href="${addressOf(known, push)}">${serviceName(known)} <code>${visible(known.device_id.slice(0, 8))}</code></a>`
}

function addressOf({ device_id }: KnownDevice, push: number | undefined): string {
  const id = encodeURIComponent(device_id)
  return push === undefined ? `/inboxes#device-${id}` : `/inboxes?device=${id}#push-${id}-${push}`
}

function problemEntry({ n, at, part, text }: RecordedEntry): Html {
  const words = part === 'delivery' ? 'not delivered' : 'refused'
  return html`<details class="entry problem" id="entry-${n}" data-item="entries" data-search="" data-result="undelivered"><summary>${timeOf(at)}<span class="what">${visible(shorten(text, 200))}</span><span class="ends"><strong class="known">${words}</strong></span></summary>
<p>${visible(text)}</p>
</details>
`
}
