import { html } from 'hono/html'
import { plural, shorten, visible } from '../../../common/text.ts'
import type { Account, AccountPusher } from '../../../reference/index.ts'
import type { Html } from '../../../reports/html/document.ts'
import type { Filter } from '../../../reports/html/filter-form.ts'
import { RULE_KINDS } from '../../../spec/index.ts'
import { fingerprintOf } from './fingerprint.ts'
import { emptyRemark } from './layout.ts'
import { devicesOf, type KnownDevice, type Stack, serviceName } from './stack.ts'

/** Maximum number of accounts on the page. */
const MAX_ACCOUNTS = 50

/** Maximum number of rules of one kind of an account. */
const MAX_RULES = 50

/** Maximum length of the JSON of a rule, in UTF-16 code units. */
const MAX_RULE = 500

/** Filters of the page. */
export const ACCOUNT_FILTERS: readonly Filter[] = [{ kind: 'search', label: 'search' }]

/** Shows the accounts of the homeserver, the newest first, with what decides about their pushes. */
export function accountContent(stack: Stack): Html {
  const { total, newest } = stack.accounts?.(MAX_ACCOUNTS) ?? { total: 0, newest: [] }
  if (newest.length === 0) return emptyRemark(html`No account so far. Anyone can register at the homeserver.`)
  const devices = devicesOf(stack)
  const more = total - newest.length
  return html`${newest.map((account) => accountSection(account, devices))}
${more > 0 ? html`<p class="hint" id="more">… and ${plural(more, 'older account')}</p>` : ''}`
}

function accountSection(account: Account, devices: ReadonlyMap<string, KnownDevice>): Html {
  const { user_id, display_name, pushers } = account
  const id = fingerprintOf(user_id)
  return html`<section class="device" id="account-${id}" data-item="accounts" data-search="" aria-labelledby="name-${id}">
<h2 id="name-${id}">${visible(shorten(user_id, 255))}</h2>
<p class="hint">${display_name === undefined ? 'no display name' : html`display name “${visible(shorten(display_name, 100))}”`}</p>
${pushers.length === 0 ? html`<p>No pusher, so nothing is pushed.</p>` : pusherTable(pushers, devices, user_id)}
${ruleList(account)}
</section>
`
}

function pusherTable(pushers: readonly AccountPusher[], devices: ReadonlyMap<string, KnownDevice>, user: string): Html {
  return html`<div class="wide" tabindex="0" role="group" aria-label="Pushers of ${visible(user)}"><table><thead><tr><th scope="col">pusher</th><th scope="col">device</th><th scope="col">gateway</th><th scope="col">format</th><th scope="col">set</th></tr></thead>
<tbody>${pushers.map((pusher) => pusherRow(pusher, devices))}</tbody></table></div>`
}

function pusherRow(pusher: AccountPusher, devices: ReadonlyMap<string, KnownDevice>): Html {
  const { app_id, pushkey, kind, device_display_name, data, set_at } = pusher
  const fingerprint = fingerprintOf(pushkey)
  const known = devices.get(fingerprint)
  const device =
    known === undefined
      ? html`<code>#${fingerprint}</code>`
      : html`<a href="/inboxes#device-${encodeURIComponent(known.device_id)}">${serviceName(known)} <code>${visible(known.device_id.slice(0, 8))}</code></a>`
  const host = URL.parse(data.url ?? '')?.host ?? 'none'
  const set = new Date(set_at * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return html`<tr><td><code>${visible(shorten(app_id, 64))}</code>${kind === 'http' ? '' : html` <span class="tag">${visible(kind)}</span>`}</td><td>${device}<br><span class="faint">${visible(shorten(device_display_name, 100))}</span></td><td>${visible(host)}</td><td>${visible(shorten(String(data.format ?? 'full'), 100))}</td><td>${set}</td></tr>
`
}

function ruleList({ rules, changes }: Account): Html {
  const own = RULE_KINDS.flatMap((kind) => (rules[kind] ?? []).slice(0, MAX_RULES).map((rule) => ({ kind, rule })))
  const total = RULE_KINDS.reduce((sum, kind) => sum + (rules[kind]?.length ?? 0), 0)
  if (own.length + changes.length === 0) return html`<p class="hint">Only the default rules, unchanged.</p>`
  return html`<p class="hint">Own rules, and changes to default rules:</p>
<ul class="rules">${own.map(({ kind, rule }) => {
    const { rule_id, actions, enabled, conditions, pattern } = rule
    const what = pattern === undefined ? conditions : { pattern }
    return html`<li>${kind} <code>${visible(shorten(rule_id, 255))}</code>${enabled ? '' : ', disabled'}: ${
      what === undefined ? '' : html`<code>${json(what)}</code> `
    }→ <code>${json(actions)}</code></li>`
  })}${total > own.length ? html`<li>… and ${plural(total - own.length, 'more rule')}</li>` : ''}${changes.map(
    ({ kind, rule_id, enabled, actions }) =>
      html`<li>default ${kind} <code>${visible(shorten(rule_id, 255))}</code>: ${[
        ...(enabled === undefined ? [] : [enabled ? 'enabled' : 'disabled']),
        ...(actions === undefined ? [] : [`actions ${json(actions)}`]),
      ].join(', ')}</li>`,
  )}</ul>`
}

function json(value: unknown): string {
  return visible(shorten(JSON.stringify(value), MAX_RULE))
}
