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

t.test('a decision that comes out otherwise by a fault is noted for the case', async (t) => {
  const { policies: recording, found } = recorderFor('rules.slash-id-accepted')
  t.equal(recording.rules.isAllowedId('tea'), true)
  t.strictSame(found(), [], 'nothing is, as long as it comes out alike')
  t.equal(recording.rules.isAllowedId('tea/cake'), false, 'the decision itself is the right one')
  t.strictSame(found(), ['rules.isAllowedId'])
})

t.test('a default rule that is missing matters where rules are listed, or an event is what it is about', async (t) => {
  const { policies: recording, found } = recorderFor('defaults.no-suppress-notices')
  const defaults = recording.rules.defaults('v1.19', '@alice:example.org')
  const ruleset = recording.rules.merge({}, defaults, 'v1.19')
  const compiled = recording.rules.compile(ruleset, { specVersion: 'v1.19' })
  const said = (msgtype: string) =>
    compiled.evaluate(
      { type: 'm.room.message', room_id: '!r', sender: '@bob:example.org', content: { msgtype, body: 'tea' } },
      { memberCount: 3 },
    )?.notify
  t.equal(said('m.text'), true)
  t.strictSame(found(), [])
  t.equal(said('m.notice'), false)
  t.strictSame(found(), ['rules.compile'])
})

t.test('a decision that is no function counts as soon as it is looked at', async (t) => {
  const { policies: recording, found } = recorderFor('delivery.put-instead-of-post')
  t.equal(recording.delivery.request.method, 'POST')
  t.strictSame(found(), ['delivery.request'])
})

t.test('policies can be exchanged while they are in use', async (t) => {
  const { policies: switched, use } = switchable(policies)
  t.equal(switched.rules.isAllowedId('tea/cake'), false)
  use({ ...policies, rules: { ...policies.rules, isAllowedId: () => true } })
  t.equal(switched.rules.isAllowedId('tea/cake'), true)
})

t.test('every fault names requirements that there are, and a sentence', async (t) => {
  for (const { name, requirements } of FAULTS) t.ok(requirements.length > 0, name)
  for (const { name, breaks, requirements } of CATALOGUE) {
    for (const id of requirements) t.doesNotThrow(() => requirement(id), `${name}: ${id}`)
    t.match(breaks, /^\S.*[^.]$/, name)
  }
})
