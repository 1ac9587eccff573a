import t from 'tap'
import {
  failurePattern,
  matchesFailure,
  matchesViolation,
  patternOf,
  saysSomething,
  violationPattern,
} from '../../run/failure-pattern.ts'

/** Messages of the same failure in two runs, and their pattern. */
const SAME: { what: string; messages: [string, string]; pattern: string }[] = [
  {
    what: 'events, rooms and users',
    messages: [
      'Expected a push of $hpIZ7U_QKxOtHNNUWlacQtBG in !abc:hs.example from @plexor-12345678-9-bob:hs.example, found none',
      'Expected a push of $nUtIBSpxs611SKzMnKi5gZ7s in !xyz:other from @plexor-fedcba98-123-bob:other, found none',
    ],
    pattern: 'Expected a push of … in … from …, found none',
  },
  {
    what: 'paths with identifiers',
    messages: [
      'Expected PUT /rooms/!abcd%3Ahs/state/m.x to succeed, found status 403',
      'Expected PUT /rooms/%21abcd%3Ahs/state/m.x to succeed, found status 403',
    ],
    pattern: 'Expected PUT /rooms/…/state/m.x to succeed, found status 403',
  },
  {
    what: 'pushkeys and their number',
    messages: [
      'Expected [], found ["key-6b81bbf8-c4e0-406e-bf24-7a2e4ec161c6","key-9aea7d31-5f59-4dbe-9d89-bcc40cc67c6d"]',
      'Expected [], found ["key-9aea7d31-5f59-4dbe-9d89-bcc40cc67c6d","key-6b81bbf8-c4e0-406e-bf24-7a2e4ec161c6","key-00000000-5f59-4dbe-9d89-bcc40cc67c6d"]',
    ],
    pattern: 'Expected [], found ["key-…"…]',
  },
  {
    what: 'other pushes where one is missing',
    messages: [
      'Expected a push for the first app, found pushes of $hpIZ7U_QKxOtHN, no event (counts only), $nUtIBSpxs611SK',
      'Expected a push for the first app, found no push at all',
    ],
    pattern: 'Expected a push for the first app, found …',
  },
  {
    what: 'the number of items that something is said of',
    messages: [
      'Expected each once, found $hpIZ7U_QKxOtHN on none of them, $nUtIBSpxs611SK on none of them; the last was empty',
      'Expected each once, found $a1IZ7U_QKxOtHN on none of them, $b2tIBSpxs611SK on none of them, $c3tIBSpxs611SK on none of them; the last was empty',
    ],
    pattern: 'Expected each once, found … on none of them…; the last was empty',
  },
  {
    what: 'polls',
    messages: [
      'Expected a notification count of 1 in /sync, found it in none of 6 responses within 10.0 s',
      'Expected a notification count of 1 in /sync, found it in none of 17 responses within 3 s',
    ],
    pattern: 'Expected a notification count of 1 in /sync, found it in none of …responses within …',
  },
  {
    what: 'hosts and ports',
    messages: [
      'Expected the URL to be "https://127.0.0.1:3600/_matrix/push/v1/notify", found none at 127.0.0.1:3600',
      'Expected the URL to be "https://push.example/_matrix/push/v1/notify", found none at localhost:1',
    ],
    pattern: 'Expected the URL to be "https://…/_matrix/push/v1/notify", found none at …',
  },
  {
    what: 'time limits and timestamps',
    messages: [
      'Expected a push within 30.0 s, found ts 1764331200000',
      'Expected a push within 850 ms, found ts 1764331299999',
    ],
    pattern: 'Expected a push within …, found ts …',
  },
  {
    what: 'counts of the whole run',
    messages: [
      'Expected 37 exchanges to conform, found x (5 times, first in pushers/own-only)',
      'Expected 4 exchanges to conform, found x (12 times, first in preflight/delivery)',
    ],
    pattern: 'Expected …exchanges to conform, found x (…times, first in …)',
  },
  {
    what: 'the number of repetitions',
    messages: ['In 2 of 3 repetitions: Expected 1, found 2', 'Expected 1, found 2'],
    pattern: 'Expected 1, found 2',
  },
  {
    what: 'versions of the specification',
    messages: [
      'In 2 of 3 repetitions: In v1.7 … v1.16: expected content/one, found no rule',
      'In v1.19: expected content/one, found no rule',
    ],
    pattern: 'expected content/one, found no rule',
  },
  {
    what: 'a value that was cut inside an identifier',
    messages: [
      'Expected the pushers to be [], found [{"app_display_name":"Plexor under test","device_display_name":"Device of alice","lang":"en","pushkey":"key-6b81bbf8…',
      'Expected the pushers to be [], found [{"app_display_name":"Plexor under test","device_display_name":"Device of alice","lang":"en","pushkey":"key-9ae…',
    ],
    pattern:
      'Expected the pushers to be [], found [{"app_display_name":"Plexor under test","device_display_name":"Device of alice"…',
  },
]

for (const { what, messages, pattern } of SAME) {
  t.test(`${what} do not tell failures apart`, async (t) => {
    const [one, other] = messages
    for (const message of messages) t.ok(matchesFailure(message, failurePattern(other)), message)
    t.equal(matchesFailure(other, failurePattern(one)), true)
    if (!what.includes('cut')) for (const message of messages) t.equal(patternOf(message), pattern)
    else t.match(failurePattern(one), pattern.slice(0, 100))
    t.equal(patternOf(pattern), pattern, 'the pattern of a pattern is the pattern')
  })
}

t.test('statuses, error codes and counts of a case tell failures apart', async (t) => {
  const pattern = failurePattern('Expected 1 pusher, found status 404 with "M_NOT_FOUND"')
  for (const message of [
    'Expected 1 pusher, found status 403 with "M_NOT_FOUND"',
    'Expected 1 pusher, found status 404 with "M_UNKNOWN"',
    'Expected 2 pushers, found status 404 with "M_NOT_FOUND"',
  ]) {
    t.notOk(matchesFailure(message, pattern), message)
  }
})

t.test('a pattern may be a part of the message, with any text for its gaps, in their order', async (t) => {
  const message = 'Expected the actions to be ["notify"], found []\nThe rule was content/one'
  for (const pattern of [
    'actions',
    'the actions to be … found []',
    'found [] The rule',
    'Expected … content/one',
    '…',
  ]) {
    t.ok(matchesFailure(message, pattern), pattern)
  }
  for (const pattern of ['action to be', 'found [] … Expected', 'The rule … content/two']) {
    t.notOk(matchesFailure(message, pattern), pattern)
  }
})

t.test('only the first line of a message is a pattern, and not more than enough of it', async (t) => {
  t.equal(failurePattern('Expected 1, found 2\nmore'), 'Expected 1, found 2')
  const long = `Expected 1, found ${'word '.repeat(1000)}`
  t.ok(failurePattern(long).length < 400)
  t.ok(matchesFailure(long, failurePattern(long)))
})

for (const { violation, pattern } of [
  {
    violation: 'At /devices/12/data: expected an object, found null',
    pattern: 'At /devices/*/data: expected an object, found null',
  },
  { violation: 'At /a: expected an integer, found "17643"', pattern: 'At /a: expected an integer, found "…' },
  { violation: 'At /a: expected a string, found -17.5', pattern: 'At /a: expected a string, found …' },
  {
    violation: 'At /a: expected a string, found an array of 7',
    pattern: 'At /a: expected a string, found an array of …',
  },
  {
    violation: 'At /a: expected a string, found an object with "b"',
    pattern: 'At /a: expected a string, found an object with …',
  },
  {
    violation: 'At /a: expected a string, found an empty object',
    pattern: 'At /a: expected a string, found an empty object',
  },
  {
    violation: 'At the root: expected the property "b", found an object with "c"',
    pattern: 'At the root: expected the property "b", found an object with …',
  },
  { violation: 'At the status: expected 200, found 202', pattern: 'At the status: expected 200, found 202' },
]) {
  t.test(`the pattern of "${violation}" is "${pattern}"`, async (t) => {
    t.equal(violationPattern(violation), pattern)
    t.equal(violationPattern(pattern), pattern)
    t.ok(matchesViolation(violation, pattern))
  })
}

t.test('violations differ in place, expected value and type of the found value', async (t) => {
  const violation = 'At /list/3/ts: expected an integer, found "1"'
  for (const other of [
    'At /list/*/at: expected an integer, found "…',
    'At /list/*/ts: expected a string, found "…',
    'At /list/*/ts: expected an integer, found null',
  ]) {
    t.notOk(matchesViolation(violation, other), other)
  }
})

t.test('a pattern without letters or digits of its own says nothing', async (t) => {
  for (const pattern of ['…', '', '"…"', '$event:hs.example', '1764331200000']) t.notOk(saysSomething(pattern), pattern)
  t.ok(saysSomething('found 2'))
})
