import t from 'tap'
import { type SelectionOptions, selectCases, selectForTarget } from '../../cli/select-cases.ts'
import { requirements } from '../../spec/index.ts'
import { allCases, type TargetKind } from '../../suites/index.ts'
import { vectors } from '../../suites/vectors/index.ts'

const NONE: SelectionOptions = { only: [], skip: [], requirement: [] }

/** Returns the ids of the cases that some options select. */
function selected(options: Partial<SelectionOptions>): string[] {
  return selectCases(allCases, { ...NONE, ...options }).map(({ id }) => id)
}

/** Returns the ids of the cases that verify one of the requirements. */
function verifiersOf(...ids: string[]): string[] {
  return allCases.filter(({ verifies }) => verifies.some((id) => ids.includes(id))).map(({ id }) => id)
}

t.test('--requirement selects the cases that verify it', async (t) => {
  t.strictSame(selected({ requirement: ['pushers.own-only'] }), verifiersOf('pushers.own-only'))
  t.ok(selected({ requirement: ['pushers.own-only'] }).length > 1)
})

t.test('--requirement takes patterns, and can be given several times', async (t) => {
  const ids = requirements.map(({ id }) => id).filter((id) => id.startsWith('pushers.'))
  t.strictSame(selected({ requirement: ['pushers.*'] }), verifiersOf(...ids))
  const both = ['pushers.own-only', 'pushers.set-creates']
  t.strictSame(selected({ requirement: both }), verifiersOf(...both))
})

t.test('--requirement narrows what --only selects, and --skip what both select', async (t) => {
  const [first = '', ...others] = selected({ requirement: ['pushers.own-only'] })
  t.strictSame(selected({ requirement: ['pushers.own-only'], only: [first] }), [first])
  t.strictSame(selected({ requirement: ['pushers.own-only'], skip: [first] }), others)
})

t.test('without options, all cases are selected', async (t) => t.equal(selected({}).length, allCases.length))

const inVectorsOnly = vectors.map(({ requirement }) => requirement).find((id) => verifiersOf(id).length === 0) ?? ''
const ofGateways = allCases.find(({ target }) => target === 'push-gateway')?.verifies[0] ?? ''

for (const { what, options, target = 'homeserver', sentence } of [
  {
    what: 'an unknown requirement',
    options: { requirement: ['pushers.own-onyl'] },
    sentence: 'Unknown requirement "pushers.own-onyl"; did you mean "pushers.own-only"?',
  },
  {
    what: 'a requirement unlike any other',
    options: { requirement: ['nothing.of-the-kind-exists'] },
    sentence: 'Unknown requirement "nothing.of-the-kind-exists"; plexor list --requirements lists them',
  },
  {
    what: 'a pattern without a requirement',
    options: { requirement: ['pushrs.*'] },
    sentence: /^Unknown requirement "pushrs\.\*"; /,
  },
  {
    what: 'a requirement that vectors alone verify',
    options: { requirement: [inVectorsOnly] },
    sentence: `No case verifies "${inVectorsOnly}"; plexor list --coverage shows what does`,
  },
  {
    what: 'a requirement of push gateways, for a homeserver',
    options: { requirement: [ofGateways] },
    sentence: /^Cannot test a homeserver with ".*": .*, found only cases about a push gateway; /,
  },
  {
    what: 'a requirement and an area without a common case',
    options: { requirement: ['pushers.own-only'], only: ['receipts'] },
    sentence: 'No case is left to run; change --only, --skip or --requirement',
  },
] as {
  what: string
  options: Partial<SelectionOptions>
  target?: TargetKind
  sentence: string | RegExp
}[]) {
  t.test(`${what} is refused with one sentence`, async (t) => {
    t.throws(() => selectForTarget(target, { ...NONE, ...options }), { name: 'UsageError', message: sentence })
  })
}
