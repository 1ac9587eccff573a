import t, { type Test } from 'tap'
import { fullCoverage } from '../../cli/list/coverage.ts'
import { LEVELS, RELEASED_VERSIONS, requirement, requirements, within } from '../../spec/index.ts'
import { allCases as cases } from '../../suites/index.ts'
import { vectors } from '../../suites/vectors/index.ts'

/** The documents of the specification that rows link to. */
const DOCUMENTS = /^(appendices|client-server-api|push-gateway-api|server-server-api|rooms\/v\d+)$/

t.test('a requirement is found by its ID', async (t) => {
  t.ok(requirements.length > 0)
  for (const row of requirements) t.equal(requirement(row.id), row)
})

t.test('the error for an unknown ID quotes it', async (t) => {
  for (const id of ['', 'push.nothing-like-it', 'toString']) {
    t.throws(() => requirement(id), { name: 'RangeError', message: `"${id}"` })
  }
})

t.test('every row has a level that Plexor knows, and is in force at some version', async (t) => {
  for (const row of requirements) {
    t.ok(LEVELS.includes(row.level), row.id)
    t.ok(within(row.since ?? 'seed', row), row.id)
  }
})

/** Fails with the problems of all rows, sentences that say what to do. */
function check<T>(t: Test, rows: readonly T[], problemsOf: (row: T) => readonly (string | false)[]): void {
  t.strictSame(
    rows.flatMap(problemsOf).filter((problem) => problem !== false),
    [],
  )
}

t.test('every row is one sentence that can be read at a glance', async (t) => {
  check(t, requirements, ({ id, text }) => [
    !/^[A-Za-z].*\.$/.test(text) && `${id}: begin the text with a letter and end it with a period`,
    /[.!?] [A-Z]/.test(text) && `${id}: make one sentence of the text, or two rows`,
    text.length > 300 && `${id}: the text has ${text.length} characters; say it in 300`,
  ])
})

t.test('every row links to the section of the newest release that has it, or else of the draft', async (t) => {
  check(t, requirements, (row) => {
    const { origin, pathname, hash } = new URL(row.section)
    const [, version, document = ''] = /^\/(v[\d.]+|unstable)\/(.+)\/$/.exec(pathname) ?? []
    const newest = RELEASED_VERSIONS.findLast((specVersion) => within(specVersion, row)) ?? 'unstable'
    return [
      origin !== 'https://spec.matrix.org' && `${row.id}: link to https://spec.matrix.org/, found ${row.section}`,
      !DOCUMENTS.test(document) && `${row.id}: link to a document of the specification, found ${row.section}`,
      hash === '' && !document.startsWith('rooms/') && `${row.id}: link to a section, by # and its anchor`,
      version !== newest &&
        `${row.id}: the newest release that has the rule is ${newest}; link to it, not to ${version}`,
    ]
  })
})

t.test('the reason of an excluded row is a phrase', async (t) => {
  check(t, requirements, ({ id, excluded = 'it has cases' }) => [
    !/^[a-z].{4,150}[^.]$/.test(excluded) && `${id}: give the reason as a phrase, without a period`,
  ])
})

const coverage = fullCoverage()

t.test('every row has a case, a vector or a reason for having none', async (t) => {
  check(t, coverage, ({ requirement, backing }) => [
    backing === 'nothing' &&
      `${requirement.id}: name it in the verifies of a case or as the requirement of a vector; or give the reason in ` +
        'its row, under excluded',
  ])
})

t.test('no row with a case says that it has none', async (t) => {
  check(t, coverage, ({ requirement: { id, excluded }, cases }) => [
    cases.length > 0 && excluded !== undefined && `${id}: ${cases[0]} verifies it; remove excluded from its row`,
  ])
})

t.test('cases and vectors name existing requirements', async (t) => {
  const ids = new Set(requirements.map(({ id }) => id))
  const named = [...cases, ...vectors.map(({ id, requirement }) => ({ id, verifies: [requirement] }))]
  check(t, named, ({ id, verifies }) =>
    verifies.map((name) => !ids.has(name) && `${id}: unknown requirement "${name}"; correct it, or add a row`),
  )
})
