import t from 'tap'
import { LEVELS, requirements } from '../../../spec/index.ts'
import { appliesTo, type CaseDefinition, cases, defineCase, spanOf } from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'

function definition(changes: Partial<CaseDefinition> = {}): CaseDefinition {
  const fairness = 'It is a test'
  return { id: 'area/name', title: 'It works', verifies: [ofLevel('must')], fairness, run: async () => {}, ...changes }
}

t.test('a case is completed from the register', async (t) => {
  t.match(defineCase(definition()), { id: 'area/name', area: 'area', level: 'must', requirements: [{ level: 'must' }] })
})

t.test('a case has the firmest of the levels that it verifies', async (t) => {
  const verifies = [ofLevel('schema'), ofLevel('stated'), ofLevel('must')] as const
  t.equal(defineCase(definition({ verifies })).level, 'must')
  t.equal(defineCase(definition({ verifies: [ofLevel('schema'), ofLevel('stated')] })).level, 'stated')
})

t.test('what is no case is refused', async (t) => {
  for (const id of ['', 'name', 'area/', '/name', 'Area/name', 'area/Name', 'a/b/c', 'area/two words', 'area/name\n'])
    t.throws(() => defineCase(definition({ id })), new RangeError(`The case id "${id}" is not of the form area/name`))
  t.throws(() => defineCase(definition({ verifies: ['no.such'] })), /^There is no requirement "no\.such"/)
  for (const [firm, weak] of [
    ['must', 'should'],
    ['stated', 'unspecified'],
    ['should', 'unspecified'],
  ] as const) {
    t.throws(() => defineCase(definition({ verifies: [ofLevel(firm), ofLevel(weak)] })), /of different colours: /)
  }
})

t.test('a case that judges something says why that is fair', async (t) => {
  for (const level of LEVELS) {
    const define = () => defineCase(definition({ verifies: [ofLevel(level)], fairness: '' }))
    if (level === 'may' || level === 'unspecified') t.doesNotThrow(define, level)
    else
      t.throws(define, new RangeError('The case area/name judges something and does not say why that is fair'), level)
  }
})

t.test('a case applies where it and all its requirements do', async (t) => {
  const always = defineCase(definition())
  t.equal(spanOf(always), 'seed … v1.19')
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

t.test('every case of the suites applies to a profile at least, and says what it shows', async (t) => {
  for (const one of cases) {
    t.not(spanOf(one), 'none', one.id)
    t.match(one.title, /^([\p{Lu}/@.]|[a-z]+_\w+ ).*[^.]$/u, one.id)
    t.ok(LEVELS.includes(one.level))
  }
})
