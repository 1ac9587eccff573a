import t from 'tap'
import { compile } from '../../../reference/rules/index.ts'
import type { Action } from '../../../spec/index.ts'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'
import { message, stored, threeMembers, userRule } from './support.ts'

function outcomeOf(actions: unknown, specVersion: SpecVersion = NEWEST) {
  const rule = userRule('one', { actions: stored<Action[]>(actions) })
  const outcome = compile({ override: [rule] }, { specVersion }).evaluate(message({}), threeMembers)
  if (outcome === undefined) throw new Error('A rule without conditions did not match')
  return outcome
}

t.test('the actions that notify, by version', async (t) => {
  const cases: [actions: unknown[], untilV16: boolean, sinceV17: boolean][] = [
    [[], false, false],
    [['notify'], true, true],
    [['dont_notify'], false, false],
    [['coalesce'], true, false],
    [['coalesce', 'notify'], true, true],
    [['dont_notify', 'notify'], false, true],
    [['notify', { set_tweak: 'sound', value: 'ring' }], true, true],
    [[{ set_tweak: 'highlight' }], false, false],
    [['org.example.unknown'], false, false],
    [['org.example.unknown', 'notify'], true, true],
    [['NOTIFY'], false, false],
    [[{ notify: true }, null, 5, ['notify']], false, false],
  ]
  for (const [actions, untilV16, sinceV17] of cases) {
    for (const specVersion of ['seed', 'v1.6'] satisfies SpecVersion[]) {
      t.equal(outcomeOf(actions, specVersion).notify, untilV16, `${specVersion}: ${JSON.stringify(actions)}`)
    }
    for (const specVersion of ['v1.7', NEWEST] satisfies SpecVersion[]) {
      t.equal(outcomeOf(actions, specVersion).notify, sinceV17, `${specVersion}: ${JSON.stringify(actions)}`)
    }
  }
})

t.test('tweaks are returned unchanged, and are true without a value', async (t) => {
  const cases: [actions: unknown[], tweaks: Record<string, unknown>][] = [
    [['notify'], {}],
    [
      ['notify', { set_tweak: 'sound', value: 'default' }, { set_tweak: 'highlight' }],
      { sound: 'default', highlight: true },
    ],
    [['notify', { set_tweak: 'highlight', value: false }], { highlight: false }],
    [
      ['notify', { set_tweak: 'org.example.light', value: { rgb: [1, 2, null] } }],
      { 'org.example.light': { rgb: [1, 2, null] } },
    ],
    [['notify', { set_tweak: 'a', value: null }, { set_tweak: 'b' }], { a: null, b: true }],
    [['notify', { set_tweak: 'a', value: 1 }, { set_tweak: 'a', value: 2 }], { a: 2 }],
    [['notify', { set_sound: 'beep.wav' }, { set_tweak: 7 }, 'set_tweak'], {}],
  ]
  for (const [actions, tweaks] of cases) t.strictSame(outcomeOf(actions).tweaks, tweaks, JSON.stringify(actions))
})

t.test('a tweak with a hostile name is a tweak like any other', async (t) => {
  const { tweaks } = outcomeOf(['notify', { set_tweak: '__proto__', value: { polluted: true } }])
  t.equal(JSON.stringify(tweaks), '{"__proto__":{"polluted":true}}')
  t.equal(Reflect.get({}, 'polluted'), undefined)
})

t.test('an event is highlighted when it notifies and the tweak is true', async (t) => {
  const cases: [actions: unknown[], highlight: boolean][] = [
    [['notify'], false],
    [['notify', { set_tweak: 'highlight' }], true],
    [['notify', { set_tweak: 'highlight', value: true }], true],
    [['notify', { set_tweak: 'highlight', value: false }], false],
    [['notify', { set_tweak: 'highlight', value: 'true' }], false],
    [[{ set_tweak: 'highlight' }], false],
  ]
  for (const [actions, highlight] of cases) t.equal(outcomeOf(actions).highlight, highlight, JSON.stringify(actions))
})

t.test('the outcome has the actions of the rule unchanged', async (t) => {
  const actions = ['dont_notify', 'org.example.unknown', { set_tweak: 'sound', value: 'x' }]
  t.strictSame(outcomeOf(actions).actions, actions)
  for (const malformed of [undefined, null, 'notify', { 0: 'notify' }]) {
    const outcome = outcomeOf(malformed ?? null)
    t.strictSame([outcome.actions, outcome.notify, outcome.tweaks], [[], false, {}], JSON.stringify(malformed))
  }
})
