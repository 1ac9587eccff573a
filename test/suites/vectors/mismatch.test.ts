import t from 'tap'
import type { SpecVersion } from '../../../spec/index.ts'
import { type Answer, type Expected, mismatchOf } from '../../../suites/vectors/index.ts'

const ring: Expected = {
  rule: { kind: 'override', rule_id: 'ring' },
  notify: true,
  tweaks: { sound: 'ring', highlight: true },
}
const quiet: Expected = { rule: { kind: 'room', rule_id: '!room:example.org' }, notify: false, tweaks: {} }
const none: Expected = { rule: null, notify: false, tweaks: {} }

const sound = { set_tweak: 'sound', value: 'ring' }
const highlight = { set_tweak: 'highlight' }

t.test('an answer is right if everything that it states is right', async (t) => {
  const answers: [expected: Expected, answer: Answer][] = [
    [ring, { rule: { rule_id: 'ring' } }],
    [ring, { rule: { kind: 'override', rule_id: 'ring' } }],
    [ring, { notify: true }],
    [ring, { notify: true, tweaks: { highlight: true, sound: 'ring' } }],
    [ring, { actions: ['notify', sound, highlight] }],
    [ring, { actions: [highlight, sound, 'notify', 'org.example.unknown'] }],
    [quiet, { actions: [] }],
    [quiet, { actions: [sound] }],
    [quiet, { notify: false, tweaks: { sound: 'ring' } }],
    [none, { rule: null }],
    [none, { rule: null, actions: [] }],
    [none, { notify: false, tweaks: { highlight: false } }],
  ]
  for (const [expected, answer] of answers) {
    t.equal(mismatchOf(expected, answer, 'v1.19'), undefined, JSON.stringify(answer))
  }
})

t.test('a mismatch is described next to what was expected', async (t) => {
  const expected = 'expected override/ring, a notification with {"sound":"ring","highlight":true}, found '
  const answers: [answer: Answer, message: string][] = [
    [{ rule: null }, `${expected}no rule`],
    [{ rule: { kind: 'underride', rule_id: 'ring' } }, `${expected}underride/ring`],
    [{ rule: { rule_id: 'other' } }, `${expected}other`],
    [{ notify: false }, `${expected}no notification`],
    [{ notify: true, tweaks: {} }, `${expected}a notification`],
    [{ actions: ['notify', sound] }, `${expected}a notification with {"sound":"ring"}`],
    [{ error: 'no stack left' }, `${expected}the error "no stack left"`],
  ]
  for (const [answer, message] of answers) t.equal(mismatchOf(ring, answer, 'v1.19'), message)
  t.equal(
    mismatchOf(none, { rule: { kind: 'room', rule_id: 'x' }, notify: false }, 'v1.19'),
    'expected no rule, found room/x, no notification',
  )
})

t.test('actions are read by the rules of the version, unless the answer states their effect', async (t) => {
  const cases: [actions: string[], specVersion: SpecVersion, notifies: boolean][] = [
    [['coalesce'], 'v1.6', true],
    [['coalesce'], 'v1.7', false],
    [['notify', 'dont_notify'], 'v1.6', false],
    [['notify', 'dont_notify'], 'v1.7', true],
  ]
  const loud: Expected = { ...ring, tweaks: {} }
  for (const [actions, specVersion, notifies] of cases) {
    t.equal(mismatchOf(loud, { actions }, specVersion) === undefined, notifies, `${actions} in ${specVersion}`)
    t.equal(mismatchOf(loud, { actions, notify: true }, specVersion), undefined, 'the stated effect counts')
  }
})

t.test('a tweak without a value is true', async (t) => {
  const loud: Expected = { ...ring, tweaks: { 'org.example.light': true } }
  const light = { set_tweak: 'org.example.light' }
  t.equal(mismatchOf(loud, { actions: ['notify', light] }, 'v1.19'), undefined)
  t.ok(mismatchOf(loud, { actions: ['notify', { ...light, value: null }] }, 'v1.19'), 'null is a value')
})

t.test('no highlight and a highlight of false are the same', async (t) => {
  const plain: Expected = { ...ring, tweaks: {} }
  const off: Expected = { ...ring, tweaks: { highlight: false } }
  for (const expected of [plain, off]) {
    for (const tweaks of [{}, { highlight: false }])
      t.equal(mismatchOf(expected, { notify: true, tweaks }, 'v1.19'), undefined)
    t.ok(mismatchOf(expected, { notify: true, tweaks: { highlight: true } }, 'v1.19'))
  }
})
