import t from 'tap'
import { BoundedMap } from '../../../reference/gateway/bounded-map.ts'
import { retryAfterMs } from '../../../reference/gateway/retry-after.ts'

const HOUR_MS = 60 * 60 * 1000

const HEADERS = [
  { header: undefined, expected: {} },
  { header: '', expected: {} },
  { header: 'soon', expected: {} },
  { header: '0', expected: { retryAfterMs: 0 } },
  { header: '7', expected: { retryAfterMs: 7000 } },
  { header: '3600', expected: { retryAfterMs: HOUR_MS } },
  { header: '3601', expected: { retryAfterMs: HOUR_MS } },
  { header: '9'.repeat(400), expected: { retryAfterMs: HOUR_MS } },
  { header: new Date(0).toUTCString(), expected: { retryAfterMs: 0 } },
  { header: new Date(Date.now() + 48 * HOUR_MS).toUTCString(), expected: { retryAfterMs: HOUR_MS } },
]

for (const { header, expected } of HEADERS) {
  t.test(`Retry-After: ${header?.slice(0, 40)}`, async (t) => {
    t.strictSame(retryAfterMs(header), expected)
  })
}

t.test('a date in Retry-After is a pause from now on', async (t) => {
  const { retryAfterMs: pause = 0 } = retryAfterMs(new Date(Date.now() + 60_000).toUTCString())
  t.ok(pause > 0 && pause <= 60_000)
})

t.test('a bounded map limits the number and the age of its entries', async (t) => {
  let now = 0
  const map = new BoundedMap<string>({ entries: 2, ageMs: 100 }, () => now)
  map.set('a', '1')
  map.set('b', '2')
  map.set('a', '3')
  map.set('c', '4')
  t.strictSame(
    ['a', 'b', 'c'].map((key) => map.get(key)),
    ['3', undefined, '4'],
    'the oldest is removed',
  )
  now = 99
  t.equal(map.get('a'), '3')
  map.set('c', '5')
  now = 100
  t.strictSame([map.get('a'), map.get('c')], [undefined, '5'], 'an entry expires')
  map.delete('c')
  t.equal(map.get('c'), undefined)
})
