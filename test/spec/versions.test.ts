import t from 'tap'
import { isProfile, majorVersion, NEWEST, newestOf, PROFILES, type Profile, within } from '../../spec/index.ts'

t.test('the newest profile is the last one', async (t) => {
  t.equal(PROFILES.at(-1), NEWEST)
})

t.test('a server is judged by the newest version that it lists and Plexor knows', async (t) => {
  const table: [versions: string[], profile: Profile | undefined][] = [
    [['v1.1', 'v1.12', 'v1.2'], 'v1.12'],
    [['r0.5.0', 'r0.6.1'], 'seed'],
    [['r0.6.1', 'v1.1'], 'v1.1'],
    [['v1.5', 'v9.9'], 'v1.5'],
    [['v9.9'], undefined],
    [['1.4', 'v1.4.0', 'V1.4', 'unstable'], undefined],
    [[], undefined],
  ]
  for (const [versions, profile] of table) t.equal(newestOf(versions), profile, `[${versions}]`)
})

t.test('a span holds its first version and not its last', async (t) => {
  const table: [profile: Profile, span: { since?: Profile; until?: Profile }, inside: boolean][] = [
    ['seed', {}, true],
    ['v1.19', {}, true],
    ['v1.6', { since: 'v1.7' }, false],
    ['v1.7', { since: 'v1.7' }, true],
    ['v1.10', { since: 'v1.9' }, true],
    ['v1.16', { until: 'v1.17' }, true],
    ['v1.17', { until: 'v1.17' }, false],
    ['v1.5', { since: 'v1.4', until: 'v1.6' }, true],
    ['v1.6', { since: 'v1.4', until: 'v1.6' }, false],
  ]
  for (const [profile, span, inside] of table) {
    t.equal(within(profile, span), inside, `${profile} in ${JSON.stringify(span)}`)
  }
})

t.test('paths lie under r0 at the seed and under v3 since v1.1', async (t) => {
  t.strictSame(PROFILES.map(majorVersion), ['r0', ...Array(PROFILES.length - 1).fill('v3')])
})

t.test('only the names of versions are profiles', async (t) => {
  t.ok(isProfile('seed'))
  for (const name of ['', 'v1.0', 'v1.20', 'V1.1', 'r0.6.1', 'toString']) t.notOk(isProfile(name), name)
})
