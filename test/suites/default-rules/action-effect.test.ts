import t from 'tap'
import type { Action, SpecVersion } from '../../../spec/index.ts'
import { effectOf } from '../../../suites/default-rules/helpers/action-effect.ts'

const SILENT = { notify: false, highlight: false, tweaks: {} }
const NOTIFIES = { ...SILENT, notify: true }
const sound = { set_tweak: 'sound', value: 'default' }

const TABLE: { what: string; actions: Action[]; effect: unknown; specVersion?: SpecVersion }[] = [
  { what: 'no actions do nothing', actions: [], effect: SILENT },
  { what: 'notify notifies', actions: ['notify'], effect: NOTIFIES },
  { what: 'dont_notify does nothing', actions: ['dont_notify'], effect: SILENT },
  { what: 'a tweak alone does not notify', actions: [sound], effect: { ...SILENT, tweaks: { sound: 'default' } } },
  {
    what: 'tweaks are part of the effect',
    actions: ['notify', sound],
    effect: { ...NOTIFIES, tweaks: { sound: 'default' } },
  },
  {
    what: 'a highlight without a value is one',
    actions: ['notify', { set_tweak: 'highlight' }],
    effect: { ...NOTIFIES, highlight: true },
  },
  {
    what: 'a highlight of true is one',
    actions: ['notify', { set_tweak: 'highlight', value: true }],
    effect: { ...NOTIFIES, highlight: true },
  },
  {
    what: 'a highlight of false is the same as none',
    actions: ['notify', { set_tweak: 'highlight', value: false }],
    effect: NOTIFIES,
  },
  { what: 'unknown actions do nothing', actions: ['org.example.beep'], effect: SILENT },
  { what: 'coalesce notifies until v1.6', actions: ['coalesce'], effect: NOTIFIES, specVersion: 'v1.6' },
  { what: 'coalesce notifies in the seed', actions: ['coalesce'], effect: NOTIFIES, specVersion: 'seed' },
  { what: 'coalesce does nothing since v1.7', actions: ['coalesce'], effect: SILENT, specVersion: 'v1.7' },
]

for (const { what, actions, effect, specVersion = 'v1.19' } of TABLE) {
  t.test(what, async (t) => {
    t.strictSame(effectOf(actions, specVersion), effect)
  })
}

t.test('the order of tweaks does not matter', async (t) => {
  const colour = { set_tweak: 'org.example.colour', value: 'red' }
  t.same(effectOf(['notify', sound, colour], 'v1.19'), effectOf([colour, sound, 'notify'], 'v1.19'))
})
