import t from 'tap'
import { excerptOf, type Terms, termsOf, withViolations } from '../../reports/excerpt.ts'
import { HOSTILE } from './sample-run.ts'

const FILLER = Array.from({ length: 40 }, (_, index) => ({ [`field_${index}`]: 'x'.repeat(20) }))

function excerpt(body: unknown, message: string, limit = 200): string {
  return excerptOf(body, { limit, terms: termsOf({ message }) })
}

t.test('a short body stays as it is', async (t) => {
  t.equal(excerpt({ a: 1 }, ''), '{"a":1}')
  t.equal(excerpt('plain', ''), 'plain')
  t.equal(excerptOf({ a: [1] }, { limit: 99, indent: 2 }), '{\n  "a": [\n    1\n  ]\n}')
})

t.test('long values that the message does not name are shortened first', async (t) => {
  const body = { kind: 'x'.repeat(200), event_id: `$event${'y'.repeat(50)}` }
  t.equal(
    excerpt(body, `Expected $event${'y'.repeat(50)}`),
    `{"kind":"xxxxxxxxxxxxxxxx…xxxxxxxx","event_id":"$event${'y'.repeat(50)}"}`,
  )
})

/** Ends of long bodies, and the part of each that a reader has to see. */
const SEEN: [what: string, body: object, message: string, seen: string][] = [
  [
    'an identifier',
    { event: '$event:hs.example' },
    'Expected no push of $event:hs.example, found one',
    '"event":"$event:hs.example"',
  ],
  ['a quoted value', { sound: 'bing' }, 'Expected "default", found "bing"', '"sound":"bing"'],
  ['a part of a value', { message: 'the whole story' }, 'Expected nothing with "whole"', 'the whole story'],
  [
    'a key and its value',
    { notification_count: 7 },
    'Expected notification_count to be 2, found 7',
    '"notification_count":7',
  ],
  ['a key at the end of a path', { read: false }, 'Expected notifications.read to be true', '"read":false'],
  [
    'an error',
    { errcode: 'M_UNKNOWN', error: 'No, [you] cannot' },
    'Expected 200',
    '"errcode":"M_UNKNOWN","error":"No, [you] cannot"',
  ],
  [
    'tweaks and counts',
    { counts: { unread: 2 }, tweaks: { a: [1, { b: 2 }] } },
    'Expected a push',
    '"counts":{"unread":2},"tweaks":{"a":[1,{"b":2}]}',
  ],
]

for (const [what, end, message, seen] of SEEN) {
  t.test(`${what} is never cut out`, async (t) => {
    const text = excerpt([...FILLER, end], message)
    t.match(text, seen)
    t.match(text, /^\[\{"field_0".*… .*more characters\)$/)
    t.ok(text.length < 300, 'and the rest is')
  })
}

t.test('what a violation names is never cut out', async (t) => {
  const none: Terms = { quoted: [], keys: [] }
  const terms = withViolations(none, { violations: ['At /devices/0/pushkey_ts: expected an integer, found "soon"'] })
  t.match(excerptOf([...FILLER, { pushkey_ts: 'soon' }], { limit: 200, terms }), '"pushkey_ts":"soon"')
})

t.test('without anything to look for, the beginning stays', async (t) => {
  t.equal(excerpt('x'.repeat(30), '', 20), `${'x'.repeat(20)}… (10 more characters)`)
})

t.test('an excerpt is safe to print, and cuts no character', async (t) => {
  for (const limit of [10, 50, 51, 52, 53, 100]) {
    for (const body of [HOSTILE.repeat(50), { [HOSTILE]: HOSTILE.repeat(50) }, '😀'.repeat(100)]) {
      const text = excerpt(body, `Expected "😀" in ${HOSTILE}`, limit)
      t.notMatch(text, /\p{Cc}|\p{Bidi_Control}|\p{Cs}/u)
    }
  }
})

t.test('a message of 100 KB makes no long excerpt', async (t) => {
  const words = Array.from({ length: 10_000 }, (_, index) => `"value-${index}"`)
  t.ok(excerpt(words, words.join(' '), 500).length < 4_000)
})
