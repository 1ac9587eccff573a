import t from 'tap'
import { FAULTS, policies, UNSPECIFIED_FAULTS } from '../../../reference/index.ts'
import { requirement } from '../../../spec/index.ts'
import { createRecorder } from '../../../tools/faults/recorder.ts'
import { switchable } from '../../../tools/faults/switchable.ts'

const CATALOGUE = [...FAULTS, ...UNSPECIFIED_FAULTS]

function recorderFor(name: string) {
  const faults = CATALOGUE.filter((fault) => fault.name === name)
  const recorder = createRecorder(policies, faults, () => 'cake/tastes')
  return { ...recorder, found: () => [...(recorder.differences.get(name)?.get('cake/tastes') ?? [])] }
}

t.test('a decision that differs under a fault is recorded for the case', async (t) => {
  const { policies: recording, found } = recorderFor('rules-api.slash-id-accepted')
  t.equal(recording.rulesApi.isAllowedId('tea'), true)
  t.strictSame(found(), [], 'nothing is recorded while the result is the same')
  t.equal(recording.rulesApi.isAllowedId('tea/cake'), false, 'the decision is the correct one')
  t.strictSame(found(), ['rulesApi.isAllowedId'])
})

t.test('a missing default rule matters if rules are listed, or an event matches it', async (t) => {
  const { policies: recording, found } = recorderFor('default-rules.no-suppress-notices')
  const defaults = recording.defaultRules.defaults('v1.19', '@alice:example.org')
  const ruleset = recording.ruleOrder.merge({}, defaults, 'v1.19')
  const compiled = recording.conditions.compile(ruleset, { specVersion: 'v1.19' })
  const notifies = (msgtype: string) =>
    compiled.evaluate(
      { type: 'm.room.message', room_id: '!r', sender: '@bob:example.org', content: { msgtype, body: 'tea' } },
      { memberCount: 3 },
    )?.notify
  t.equal(notifies('m.text'), true)
  t.strictSame(found(), [])
  t.equal(notifies('m.notice'), false)
  t.strictSame(found(), ['conditions.compile'])
})

t.test('a decision that is not a function is recorded as soon as it is read', async (t) => {
  const { policies: recording, found } = recorderFor('delivery.put-instead-of-post')
  t.equal(recording.delivery.request.method, 'POST')
  t.strictSame(found(), ['delivery.request'])
})

t.test('policies can be replaced while they are in use', async (t) => {
  const { policies: switched, use } = switchable(policies)
  t.equal(switched.rulesApi.isAllowedId('tea/cake'), false)
  use({ ...policies, rulesApi: { ...policies.rulesApi, isAllowedId: () => true } })
  t.equal(switched.rulesApi.isAllowedId('tea/cake'), true)
})

t.test('every fault has a summary and names known requirements', async (t) => {
  for (const { name, breaks } of FAULTS) t.ok(breaks.length > 0, name)
  for (const { name, summary, breaks } of CATALOGUE) {
    for (const id of breaks) t.doesNotThrow(() => requirement(id), `${name}: ${id}`)
    t.match(summary, /^\S.*[^.]$/, name)
  }
})
