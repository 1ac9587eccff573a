import t from 'tap'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'
import { conditionHolds, contentRuleMatches, message } from './support.ts'

const eventMatch = (key: string, pattern: unknown) => ({ kind: 'event_match', key, pattern })

t.test(
  'the pattern is for the whole value since v1.3, and found anywhere in it before unless it has wildcards',
  async (t) => {
    const cases: [pattern: string, value: string, seed: boolean, newest: boolean][] = [
      ['m.notice', 'm.notice', true, true],
      ['m.notice', 'M.Notice', true, true],
      ['notice', 'm.notice', true, false],
      ['lunc?*', 'Lunch plans', true, true],
      ['lunc?*', 'LUNCH', true, true],
      ['lunc?*', ' lunch', false, false],
      ['lunc?*', 'lunc', false, false],
      ['*', '', true, true],
      ['', '', true, true],
      ['', 'anything', true, false],
      ['x*', 'a x', false, false],
    ]
    for (const [pattern, value, seed, newest] of cases) {
      const event = message({ topic: value })
      for (const specVersion of ['seed', 'v1.2'] satisfies SpecVersion[]) {
        t.equal(
          conditionHolds(eventMatch('content.topic', pattern), event, { specVersion }),
          seed,
          `${specVersion}: ${pattern}`,
        )
      }
      for (const specVersion of ['v1.3', NEWEST] satisfies SpecVersion[]) {
        t.equal(
          conditionHolds(eventMatch('content.topic', pattern), event, { specVersion }),
          newest,
          `${specVersion}: ${pattern}`,
        )
      }
    }
  },
)

t.test('the body is matched by words since v1.3, by a condition and by a content rule', async (t) => {
  const cases: [pattern: string, body: string, seed: boolean, newest: boolean][] = [
    ['cake', 'CAKE, please', true, true],
    ['cake', 'no cakes', true, false],
    ['cake*lie', 'cake is a lie', true, true],
    ['cake*lie', 'the cake is a lie', false, true],
    ['cake*lie', 'cake is a lied', false, false],
    ['ex*ple', 'An exciting triple-whammy', false, true],
    ['f?o', 'a foo b', false, true],
    ['alice', 'Hello @alice:hs', true, true],
  ]
  for (const [pattern, body, seed, newest] of cases) {
    const specVersions: [SpecVersion, boolean][] = [
      ['seed', seed],
      ['v1.2', seed],
      ['v1.3', newest],
      ['v1.7', newest],
      [NEWEST, newest],
    ]
    for (const [specVersion, matches] of specVersions) {
      const comment = `${specVersion}: ${pattern} in ${body}: ${matches}`
      t.equal(conditionHolds(eventMatch('content.body', pattern), message({ body }), { specVersion }), matches, comment)
      t.equal(contentRuleMatches(pattern, body, specVersion), matches, `content rule, ${comment}`)
    }
  }
})

t.test('a value that is missing or not a string never matches, in any version', async (t) => {
  for (const specVersion of ['seed', 'v1.3', NEWEST] satisfies SpecVersion[]) {
    for (const body of [undefined, null, true, 5, {}, ['*']]) {
      t.notOk(conditionHolds(eventMatch('content.body', '*'), message({ body }), { specVersion }))
      t.notOk(contentRuleMatches('*', body, specVersion))
    }
    t.notOk(conditionHolds(eventMatch('content.number', '5'), message({ number: 5 }), { specVersion }))
    t.notOk(conditionHolds(eventMatch('state_key', '*'), message({}), { specVersion }))
  }
})

t.test('every string of the event can be matched, including an empty state key', async (t) => {
  const event = message({ deep: { er: 'yes' } }, { state_key: '' })
  for (const [key, pattern] of [
    ['type', 'm.room.message'],
    ['sender', '@bob:hs'],
    ['room_id', '!room:hs'],
    ['state_key', ''],
    ['content.deep.er', 'yes'],
  ] as const) {
    t.ok(conditionHolds(eventMatch(key, pattern), event), key)
  }
})

t.test('names with dots can be escaped since v1.7', async (t) => {
  const event = message({ 'm.relates_to': { rel_type: 'm.replace' }, m: { relates_to: { rel_type: 'other' } } })
  const escaped = eventMatch('content.m\\.relates_to.rel_type', 'm.replace')
  t.ok(conditionHolds(escaped, event, { specVersion: 'v1.7' }))
  t.notOk(conditionHolds(escaped, event, { specVersion: 'v1.6' }))
  t.notOk(conditionHolds(eventMatch('content.m.relates_to.rel_type', 'm.replace'), event))
  t.ok(conditionHolds(eventMatch('content.m.relates_to.rel_type', 'other'), event))
})

t.test('an escaped name is not the body, but the body under another key is', async (t) => {
  t.notOk(conditionHolds(eventMatch('content\\.body', 'cake'), message({ body: 'cake' })))
  t.notOk(conditionHolds(eventMatch('content.formatted_body', 'cake'), message({ formatted_body: 'a cake' })))
})
