import t from 'tap'
import { LEVELS, requirements } from '../../../spec/index.ts'
import { appliesTo, type CaseDefinition, cases, defineCase, spanOf } from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'

function definition(changes: Partial<CaseDefinition> = {}): CaseDefinition {
  const fairness = 'It is a test'
  return { id: 'area/name', title: 'It works', verifies: [ofLevel('must')], fairness, run: async () => {}, ...changes }
}

t.test('a case is completed from the catalogue', async (t) => {
  t.match(defineCase(definition()), { id: 'area/name', area: 'area', level: 'must', requirements: [{ level: 'must' }] })
})

t.test('a case has the strictest level of its requirements', async (t) => {
  const verifies = [ofLevel('schema'), ofLevel('stated'), ofLevel('must')] as const
  t.equal(defineCase(definition({ verifies })).level, 'must')
  t.equal(defineCase(definition({ verifies: [ofLevel('schema'), ofLevel('stated')] })).level, 'stated')
})

t.test('an invalid definition is refused', async (t) => {
  for (const id of ['', 'name', 'area/', '/name', 'Area/name', 'area/Name', 'a/b/c', 'area/two words', 'area/name\n'])
    t.throws(
      () => defineCase(definition({ id })),
      new RangeError(`Case id: expected the form area/name, found "${id}"`),
    )
  t.throws(() => defineCase(definition({ verifies: ['no.such'] })), /^Unknown requirement "no\.such"/)
  for (const [strict, weak] of [
    ['must', 'should'],
    ['stated', 'unspecified'],
    ['should', 'unspecified'],
  ] as const) {
    t.throws(
      () => defineCase(definition({ verifies: [ofLevel(strict), ofLevel(weak)] })),
      /expected requirements with the same outcome, found /,
    )
  }
})

t.test('a case that can fail says why it is fair', async (t) => {
  for (const level of LEVELS) {
    const define = () => defineCase(definition({ verifies: [ofLevel(level)], fairness: '' }))
    if (level === 'may' || level === 'unspecified') t.doesNotThrow(define, level)
    else t.throws(define, new RangeError('The case area/name can fail, but has no fairness; say why it is fair'), level)
  }
})

t.test('a case applies to the versions of all its requirements', async (t) => {
  const always = defineCase(definition())
  t.equal(spanOf(always), 'seed … draft')
  const span = defineCase(definition({ since: 'v1.7', until: 'v1.17' }))
  t.equal(spanOf(span), 'v1.7 … v1.16')
  t.strictSame(
    (['v1.6', 'v1.7', 'v1.16', 'v1.17'] as const).map((specVersion) => appliesTo(span, specVersion)),
    [false, true, true, false],
  )
  t.equal(spanOf(defineCase(definition({ since: 'v1.7', until: 'v1.8' }))), 'v1.7')
  t.equal(spanOf(defineCase(definition({ since: 'v1.8', until: 'v1.7' }))), 'none')
  const late = requirements.find(({ since, level }) => since !== undefined && level !== 'unspecified')
  t.equal(appliesTo(defineCase(definition({ verifies: [late?.id ?? ''] })), 'seed'), false)
})

t.test('every case of the suites applies to some spec version, and has a sentence as its title', async (t) => {
  for (const one of cases) {
    t.not(spanOf(one), 'none', one.id)
    t.match(one.title, /^([\p{Lu}/@.]|[a-z]+_\w+ ).*[^.]$/u, one.id)
    t.ok(LEVELS.includes(one.level))
  }
})
