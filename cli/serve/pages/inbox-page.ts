import { html } from 'hono/html'
import { plural, shorten, visible, visibleLines } from '../../../common/text.ts'
import type { DeviceDescription, ReceivedPush } from '../../../reference/index.ts'
import type { Html } from '../../../reports/html/document.ts'
import type { Filter } from '../../../reports/html/filter-form.ts'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'
import { emptyRemark, timeOf } from './layout.ts'
import { summaryOf } from './push-summary.ts'
import { devicesOf, inboxOf, type KnownDevice, SERVICE_NAMES, type Stack, serviceName } from './stack.ts'
import { anchorOf } from './ways.ts'

/** Maximum number of devices on the page. */
export const MAX_DEVICES = 50

/** Maximum number of pushes of each device on the page of all devices. */
export const MAX_PUSHES = 20

/** Maximum length of a payload, in UTF-16 code units. Services allow about 4,000 bytes. */
const MAX_PAYLOAD = 6_000

/** Filters of the page. */
export const INBOX_FILTERS: readonly Filter[] = [
  { kind: 'search', label: 'search' },
  {
    ...{ kind: 'choice', name: 'service', label: 'service', all: 'all services' },
    options: Object.entries(SERVICE_NAMES).map(([value, words]) => ({ value, words })),
  },
]

/**
 * Shows the inboxes of the devices, the newest device first, each with its newest pushes first.
 *
 * @param only ID of a device, to show all its pushes and no other device
 */
export function inboxContent(stack: Stack, only?: string): Html {
  const all = [...devicesOf(stack).values()].reverse()
  const chosen = only === undefined ? all : all.filter(({ device_id }) => device_id === only)
  const back = only === undefined ? '' : html`<p id="back"><a href="/inboxes">All devices</a></p>`
  if (chosen.length === 0) return html`${back}${only === undefined ? noDevice(stack) : unknownDevice(only)}`
  const more = chosen.length - MAX_DEVICES
  return html`${back}${chosen.slice(0, MAX_DEVICES).map((device) => deviceSection(stack, device, only !== undefined))}
${more > 0 ? html`<p class="hint" id="more">… and ${plural(more, 'older device')}; <code>/inboxes?device=ID</code> shows one</p>` : ''}`
}

function noDevice({ places }: Stack): Html {
  const url = places.find(({ name }) => name === 'provider')?.url ?? ''
  const command = `curl ${url}/devices -d '{"service": "apns"}'`
  return emptyRemark(
    html`No device so far. This command registers one, and shows what its pusher needs:<br><code>${command}</code>`,
  )
}

function unknownDevice(id: string): Html {
  return emptyRemark(
    html`There is no device <code>${visible(shorten(id, 100))}</code>: it was removed, or never existed.`,
  )
}

function deviceSection(stack: Stack, device: KnownDevice, isAlone: boolean): Html {
  const { device_id: id, service, app, app_id, fingerprint } = device
  const inbox = inboxOf(stack, id)
  const pushes = inbox?.list() ?? []
  const shown = isAlone ? pushes : pushes.slice(-MAX_PUSHES)
  const older = pushes.length - shown.length
  const dropped = inbox?.dropped ?? 0
  const received = pushes.length + dropped
  const search = visible(`${serviceName(device)} ${id} ${app} ${app_id} #${fingerprint}`)
  return html`<section class="device" id="device-${id}" data-group data-service="${service}" aria-labelledby="name-${id}">
<h2 id="name-${id}">${serviceName(device)} <code>${visible(id)}</code> ${state(device)}</h2>
<p class="hint">${received === 1 ? '1 push' : `${received} pushes`} · app <code>${visible(app)}</code> · app ID <code>${visible(app_id)}</code> · pushkey <code>#${fingerprint}</code></p>
${shown.length === 0 ? html`<p class="faint" data-item="" data-search="${search}">Nothing has arrived so far.</p>` : ''}
${shown.toReversed().map((push) => pushLine(stack, device, push, search))}
${older > 0 ? html`<p id="older-${id}"><a href="/inboxes?device=${encodeURIComponent(id)}">Show ${older} older ones</a></p>` : ''}
${dropped > 0 && isAlone ? html`<p class="hint" id="dropped-${id}">… and ${dropped} older ones, which the inbox no longer has</p>` : ''}</section>
`
}

/** Says whether pushes arrive at a device. */
function state({ registered, failure }: DeviceDescription): Html {
  if (!registered) return html`<span class="tag bad">unregistered</span>`
  if (failure === undefined) return html``
  const { status, times, delay_ms: delay } = failure
  const words = [
    ...(status === undefined ? [] : [`fails with ${status}`]),
    ...(delay === undefined ? [] : [`is late by ${delay} ms`]),
    ...(times === undefined ? [] : [`${plural(times, 'more time')}`]),
  ]
  return html`<span class="tag known">${words.join(', ')}</span>`
}

function pushLine(
  { activity }: Stack,
  { device_id: id, fingerprint, pushkey }: KnownDevice,
  push: ReceivedPush,
  search: string,
): Html {
  const { n, received_at, priority, headers, payload, unreadable } = push
  const facts = summaryOf(push)
  const { eventId = '' } = facts
  const notification = eventId === '' ? undefined : activity.notificationFor(eventId, fingerprint)
  const tweaks = notification?.devices.find((recorded) => recorded.fingerprint === fingerprint)?.tweaks
  const way =
    notification === undefined
      ? ''
      : html`<dt>way</dt><dd><a href="/chain#${anchorOf(notification)}">through the chain</a></dd>`
  return html`<details class="entry" id="push-${id}-${n}" data-item="pushes" data-search="${search}"><summary>${timeOf(received_at)}<span class="what">push ${n}${
    eventId === '' ? '' : html` <code>${visible(shorten(eventId, 60))}</code>`
  }${unreadable === undefined ? '' : html` <strong class="bad">unreadable</strong>`}</span><span class="ends facts">${tagsOf(push).map((tag) => html`<span class="tag">${visible(tag)}</span>`)}</span></summary>
<dl class="facts-list"><dt>day</dt><dd>${new Date(received_at).toISOString().slice(0, 10)}</dd>
<dt>priority</dt><dd>${visible(shorten(priority, 100))}</dd>
${tweaks === undefined ? '' : html`<dt>tweaks</dt><dd><code>${visible(tweaks)}</code>, as the push gateway got them</dd>`}
${Object.entries(headers).map(([field, value]) => html`<dt>${visible(field)}</dt><dd>${visible(shorten(value, 300))}</dd>`)}
${way}</dl>
${unreadable === undefined ? '' : html`<p class="bad">The device could not decrypt it: ${visible(shorten(unreadable, 300))}</p>`}
<pre>${payloadText(payload, pushkey)}</pre>
</details>
`
}

function tagsOf(push: ReceivedPush): string[] {
  const { unread, missedCalls, badge, sound, isSilent } = summaryOf(push)
  const facts = [
    ['unread', unread],
    ['missed calls', missedCalls],
    ['badge', badge],
    ['sound', sound],
    ['priority', push.priority],
  ] as const
  const known = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${shorten(value, 40)}`]))
  return isSilent ? [...known, 'in the background'] : known
}

/** Formats a payload, without secrets. */
function payloadText(payload: unknown, pushkey: string): string {
  const redactor = new Redactor()
  redactor.add(pushkey)
  const clean = redactor.value(payload)
  const text = shorten(typeof clean === 'string' ? clean : JSON.stringify(clean, null, 2), MAX_PAYLOAD)
  return visibleLines(text).join('\n')
}
