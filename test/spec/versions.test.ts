import t from 'tap'
import {
  isSpecVersion,
  majorVersion,
  NEWEST,
  newestOf,
  RELEASED_VERSIONS,
  SPEC_VERSIONS,
  type SpecVersion,
  within,
} from '../../spec/index.ts'

t.test('the newest version is the last one that was released, and the draft follows it', async (t) => {
  t.equal(RELEASED_VERSIONS.at(-1), NEWEST)
  t.strictSame(SPEC_VERSIONS, [...RELEASED_VERSIONS, 'draft'])
})

t.test('a server is tested against the newest version that it lists and Plexor knows', async (t) => {
  const table: [versions: string[], specVersion: SpecVersion | undefined][] = [
    [['v1.1', 'v1.12', 'v1.2'], 'v1.12'],
    [['r0.5.0', 'r0.6.1'], 'seed'],
    [['r0.6.1', 'v1.1'], 'v1.1'],
    [['v1.5', 'v9.9'], 'v1.5'],
    [['v9.9'], undefined],
    [['draft'], undefined],
    [['v1.19', 'draft'], 'v1.19'],
    [['1.4', 'v1.4.0', 'V1.4', 'unstable'], undefined],
    [[], undefined],
  ]
  for (const [versions, specVersion] of table) t.equal(newestOf(versions), specVersion, `[${versions}]`)
})

t.test('a span includes its first version and excludes `until`', async (t) => {
  const table: [specVersion: SpecVersion, span: { since?: SpecVersion; until?: SpecVersion }, inside: boolean][] = [
    ['seed', {}, true],
    ['v1.19', {}, true],
    ['draft', {}, true],
    ['v1.19', { since: 'draft' }, false],
    ['draft', { until: 'draft' }, false],
    ['v1.6', { since: 'v1.7' }, false],
    ['v1.7', { since: 'v1.7' }, true],
    ['v1.10', { since: 'v1.9' }, true],
    ['v1.16', { until: 'v1.17' }, true],
    ['v1.17', { until: 'v1.17' }, false],
    ['v1.5', { since: 'v1.4', until: 'v1.6' }, true],
    ['v1.6', { since: 'v1.4', until: 'v1.6' }, false],
  ]
  for (const [specVersion, span, inside] of table) {
    t.equal(within(specVersion, span), inside, `${specVersion} in ${JSON.stringify(span)}`)
  }
})

t.test('paths lie under r0 at the seed and under v3 since v1.1', async (t) => {
  t.strictSame(SPEC_VERSIONS.map(majorVersion), ['r0', ...Array(SPEC_VERSIONS.length - 1).fill('v3')])
})

t.test('no other names are versions', async (t) => {
  for (const name of ['seed', 'v1.19', 'draft']) t.ok(isSpecVersion(name), name)
  for (const name of ['', 'v1.0', 'v1.20', 'V1.1', 'r0.6.1', 'toString']) t.notOk(isSpecVersion(name), name)
})
