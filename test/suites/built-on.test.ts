import t from 'tap'
import type { HomeserverOptions } from '../../reference/index.ts'
import type { CaseResult } from '../../run/index.ts'
import { cases, startRun } from '../../suites/index.ts'
import { CERTIFICATE, connectTo, startReference } from './harness/support.ts'

// What cases say about a target that violates something else than what they are about

t.jobs = 3

const TIMEOUT_MS = 2000

type Expected = Partial<Pick<CaseResult, 'verdict' | 'level' | 'message' | 'buildsOn'>> & { violated?: string }

interface Row {
  what: string
  options: HomeserverOptions
  results: Record<string, Expected & { says?: RegExp }>
}

const SIBLING_LOST = /^Expected the pushers after the rejection to be \["key-\S+ of org\.plexor\.test"\], found \[\]$/

const TABLE: Row[] = [
  {
    what: 'a tweak without a value is open, but not whether the event is pushed',
    options: { fault: 'actions.tweak-without-value-silences' },
    results: {
      'actions/tweak-without-value': {
        verdict: 'failed',
        level: 'stated',
        violated: 'actions.notify',
        says: /because the content rule "cake", whose actions include notify, matches it, found no push at all$/,
      },
    },
  },
  {
    what: 'the order of the list is open, but not whether new rules are enabled',
    options: { fault: 'rule-order.new-rule-disabled' },
    results: {
      'rule-order/listed-by-priority': {
        verdict: 'failed',
        level: 'must',
        violated: 'rule-order.enabled-initially',
        says: /^Expected one of the content rules "one", "two", "three" to decide about .*; the rule is disabled$/,
      },
    },
  },
  {
    what: 'how a display name is found is open, but not whether it is found at all',
    options: { fault: 'conditions.display-name-never-matches', specVersion: 'v1.16' },
    results: {
      'conditions/display-name-letter-case': {
        verdict: 'failed',
        level: 'stated',
        violated: 'conditions.display-name.contained',
      },
    },
  },
  {
    what: 'a target that uses the display name of the profile fails only the case that tells the two names apart',
    options: { fault: 'conditions.display-name-of-profile', specVersion: 'v1.16' },
    results: {
      'conditions/display-name-in-the-room': { verdict: 'failed' },
      'conditions/display-name': { verdict: 'passed' },
      'conditions/display-name-changed': { verdict: 'passed' },
      'conditions/display-name-is-plain-text': { verdict: 'passed' },
      'rule-order/user-content-before-default': { verdict: 'passed' },
    },
  },
  {
    what: 'an errcode is open or recommended, but not whether a request is refused',
    options: { fault: 'rules-api.unknown-as-empty' },
    results: {
      'rules-api/unknown-errcode': { verdict: 'failed', level: 'stated', violated: 'rules-api.get-unknown' },
    },
  },
  {
    what: 'an errcode for a body is open, but not whether it is refused',
    options: { fault: 'rules-api.missing-actions-accepted' },
    results: {
      'errors/bad-json-errcode': { verdict: 'failed', level: 'schema', violated: 'rules-api.actions-required' },
    },
  },
  {
    what: 'a push that is missing because of an order of rules that is unspecified is a note',
    options: { fault: 'default-rules.edits-before-mentions' },
    results: { 'default-rules/is-user-mention-in-an-edit': { verdict: 'noted', level: 'unspecified' } },
  },
  {
    what: 'a push that is missing because of an action that should have no effect is a warning',
    options: { fault: 'actions.coalesce-wins', specVersion: 'v1.8' },
    results: { 'actions/coalesce-beside-notify-does-nothing': { verdict: 'warned', level: 'should' } },
  },
  {
    what: 'membership events of others have to be evaluated since v1.7',
    options: { fault: 'recipients.member-events-of-others-not-evaluated' },
    results: {
      'default-rules/member-event': { verdict: 'failed', buildsOn: ['recipients.each-by-own-rules'] },
    },
  },
  {
    what: 'membership events of others may be left out before v1.7',
    options: { fault: 'recipients.member-events-of-others-not-evaluated', specVersion: 'v1.6' },
    results: { 'default-rules/member-event': { verdict: 'n/a', says: /as it may before v1\.7$/ } },
  },
  {
    what: 'the cause of a wrong sound is named: the rule is disabled',
    options: { fault: 'rules-api.update-disables' },
    results: {
      'rules-api/update-content': {
        verdict: 'failed',
        says: /^Expected the rule to be still enabled after it was put again, found it disabled$/,
      },
      'rule-order/update-and-position': { verdict: 'noted' },
    },
  },
  {
    what: 'a waiting /sync that is not woken is not reported as one without the rules',
    options: { fault: 'rules-sync.waiting-sync-not-woken' },
    results: {
      'rules-sync/wakes-waiting-sync': { verdict: 'failed', says: /found it only in a response at the end of its own/ },
    },
  },
  {
    what: 'a list of notifications that leaves out an event says so, although it does not end either',
    options: { fault: 'notifications.lost-between-pages' },
    results: {
      'notifications/pages-are-complete': {
        verdict: 'failed',
        says: /^Expected 4 pages to contain each of 5 messages once, found \S+ on none of them; the last next_token was "n\d+" a second time$/,
      },
    },
  },
  {
    what: 'a next_token that does not lead on is named',
    options: { fault: 'notifications.numeric-token' },
    results: {
      'notifications/pages-are-complete': {
        verdict: 'failed',
        says: /; the last next_token was the number \d+, which is not a string$/,
      },
      'notifications/pages-while-events-arrive': {
        verdict: 'failed',
        says: /^Expected a string as next_token after a page with 2 notifications of at least four, found the number \d+$/,
      },
    },
  },
  {
    what: 'notifications whose events have no event_id are named',
    options: { fault: 'notifications.event-id-lost' },
    results: {
      'notifications/event-and-room': {
        verdict: 'failed',
        says: /^Expected a notification of \S+ to be listed within 2 s, found \d notifications? without an event_id$/,
      },
      'notifications/order': { verdict: 'failed', level: 'stated', violated: 'notifications.listed' },
    },
  },
  {
    what: 'receipts of threads cannot be judged without counts of threads',
    options: { fault: 'unread-counts.threads-never-separate' },
    results: {
      'receipts/thread-only': { verdict: 'failed', buildsOn: ['unread-counts.threads'] },
      'unread-counts/edit-in-a-thread': { verdict: 'failed', level: 'stated', violated: 'unread-counts.threads' },
    },
  },
  {
    what: 'how a receipt that goes backwards is treated is open, but not whether receipts are shown',
    options: { fault: 'receipts.not-shown' },
    results: {
      'receipts/backwards': {
        verdict: 'failed',
        level: 'stated',
        violated: 'receipts.shown',
        says: /^Expected the receipt of alice for \S+ in \/sync, found it in none of \d+ responses within 2\.0 s$/,
      },
    },
  },
  {
    what: 'a push that another requirement demands is not skipped',
    options: { fault: 'recipients.member-events-of-others-not-evaluated' },
    results: {
      'payload/user-is-not-target-of-other-members': {
        verdict: 'failed',
        level: 'stated',
        buildsOn: ['recipients.each-by-own-rules'],
      },
    },
  },
  {
    what: 'a field of a push may be missing, but not have a wrong value',
    options: { fault: 'payload.names-never-change' },
    results: {
      'payload/room-name': { verdict: 'failed', level: 'stated', violated: 'payload.room-name' },
      'payload/name-of-each-room': { verdict: 'failed' },
    },
  },
  {
    what: 'a field of a push that is missing is only a warning',
    options: { fault: 'payload.no-room-name' },
    results: {
      'payload/room-name': { verdict: 'warned' },
      'payload/name-of-each-room': { verdict: 'n/a' },
    },
  },
  {
    what: 'a notification that disappears unread after the receipt was processed was never marked as read',
    options: { fault: 'notifications.gone-without-being-read' },
    results: {
      'notifications/read-by-receipt': { verdict: 'failed' },
      'notifications/read-by-private-receipt': { verdict: 'failed' },
    },
  },
  {
    what: 'what becomes of a pusher is open, but not whether it is listed before',
    options: { fault: 'pushers.lists-none' },
    results: {
      'pushers/after-logout': {
        verdict: 'failed',
        level: 'stated',
        violated: 'pushers.set-creates',
        says: /^Expected the pusher before the logout, \S+ of org\.plexor\.test, to be listed, found no pusher at all$/,
      },
      'pushers/delete-leaves-other-users': { verdict: 'failed', buildsOn: ['pushers.set-creates'] },
      'pushers/append-true-keeps': { verdict: 'failed', level: 'stated', violated: 'pushers.set-creates' },
    },
  },
  {
    what: 'the errcode for a pusher without lang is open, but not whether it is refused',
    options: { fault: 'pushers.missing-lang-accepted' },
    results: {
      'pushers/missing-errcode': { verdict: 'failed', level: 'schema', violated: 'pushers.required-fields' },
    },
  },
  {
    what: 'a rejected pusher that stays is a failure in cases about what happens next',
    options: { fault: 'delivery.rejected-pusher-stays' },
    results: {
      'delivery/rejected-shared-pushkey': {
        verdict: 'failed',
        level: 'stated',
        violated: 'delivery.rejected-removed',
      },
      'pushers/set-again-after-rejection': { verdict: 'failed', buildsOn: ['delivery.rejected-removed'] },
    },
  },
  {
    what: 'a pusher that is removed along with a rejected one is named',
    options: { fault: 'delivery.rejected-removes-siblings' },
    results: {
      'delivery/rejected-among-others': { verdict: 'failed', says: SIBLING_LOST },
      'delivery/rejected-is-removed': {
        verdict: 'failed',
        buildsOn: ['delivery.not-rejected-stays'],
        says: SIBLING_LOST,
      },
    },
  },
  {
    what: 'what happens to a pending notification is open, but not whether a pusher is updated',
    options: { fault: 'pushers.update-keeps-url' },
    results: {
      'delivery/pending-when-url-changes': {
        verdict: 'failed',
        level: 'stated',
        violated: 'pushers.set-updates',
        says: /^Expected the pusher to be listed with its new URL, https:\S+, found \["https:\S+"\]$/,
      },
    },
  },
]

for (const { what, options, results } of TABLE) {
  t.test(what, async (t) => {
    const delivery = { allowHttp: true, allowPrivateAddresses: true, ca: CERTIFICATE.ca }
    const { environment } = await connectTo(t, await startReference(t, { delivery, ...options }), {
      timeoutMs: TIMEOUT_MS,
    })
    const selected = cases.filter(({ id }) => id in results)
    t.equal(selected.length, Object.keys(results).length)
    const result = await startRun(environment, { plexor: '0', cases: selected, jobs: selected.length }).finished
    for (const { id, violatedRequirement, ...found } of result.cases) {
      const { says, violated, ...expected } = results[id] ?? {}
      t.match(found, expected, id)
      if (says !== undefined) t.match(found.message, says, id)
      t.equal(violatedRequirement?.id, violated, id)
    }
  })
}
