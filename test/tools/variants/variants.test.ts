import t from 'tap'
import { createHomeserver, PUSH_GATEWAY_VARIANTS, policies, VARIANTS } from '../../../reference/index.ts'
import { RELEASED_VERSIONS, requirement, SPEC_VERSIONS, within } from '../../../spec/index.ts'
import { allRuns, runVariant, specVersionsOf } from '../../../tools/variants/run-variant.ts'

t.test('the catalogue of variants is consistent', async (t) => {
  const names = VARIANTS.map(({ name }) => name)
  t.strictSame(new Set(names).size, names.length, 'names are unique')
  t.ok(names.length >= 25, 'it is not empty by mistake')
  for (const { name, summary, allowedBy, deviatesFrom, span } of VARIANTS) {
    t.match(name, /^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/, name)
    t.match(summary, /^\S.*[^.]$/, `the summary of ${name} is a sentence without a full stop`)
    t.not(allowedBy.length, 0, `${name} has a reason`)
    for (const reason of allowedBy) t.ok(reason.startsWith('https://') || isRequirement(reason), `${name}: ${reason}`)
    for (const id of deviatesFrom)
      t.equal(requirement(id).level, 'should', `${name} only deviates from requirements of the level should`)
    t.ok(
      SPEC_VERSIONS.some((specVersion) => within(specVersion, span)),
      `${name} exists in some version`,
    )
  }
})

t.test('each variant changes a decision, wraps the homeserver or has its own server name', async (t) => {
  const asIs = async () => new Response()
  for (const { name, serverName, apply, wrap } of VARIANTS) {
    const applied = apply(policies)
    const changed = (Object.keys(policies) as (keyof typeof policies)[]).some((area) =>
      Object.entries(applied[area]).some(([what, decision]) => decision !== Reflect.get(policies[area], what)),
    )
    t.ok(changed || wrap(asIs) !== asIs || serverName !== undefined, name)
  }
})

t.test('an unknown variant is refused', async (t) => {
  const create = () => createHomeserver({ variant: 'schema.slow-response' })
  t.throws(create, { name: 'TypeError', message: /Unknown variant "schema\.slow-response"/ })
})

t.test('every variant runs in its newest version and in an older one', async (t) => {
  for (const variant of VARIANTS) {
    const specVersions = specVersionsOf(variant)
    t.equal(
      specVersions[0],
      RELEASED_VERSIONS.findLast((specVersion) => within(specVersion, variant.span)),
      variant.name,
    )
    t.equal(new Set(specVersions).size, specVersions.length, variant.name)
  }
  t.equal(allRuns().length, VARIANTS.flatMap(specVersionsOf).length + PUSH_GATEWAY_VARIANTS.length)
})

// Some of the runs of `npm run variants`: demanding variants, with cases that they affect
const HARD: { name: string; only: string[] }[] = [
  {
    name: 'delivery.unordered-pushes',
    only: ['recipients/muted*', 'unread-counts/separate*', 'unread-counts/threads*'],
  },
  { name: 'schema.unknown-fields', only: ['unread-counts/separate*', 'unread-counts/threads*', 'rules-api/list*'] },
  { name: 'notifications.small-pages', only: ['notifications'] },
  { name: 'delivery.devices-together', only: ['pushers'] },
  { name: 'rule-order.user-rules-listed-last', only: ['rule-order'] },
  { name: 'rule-order.listed-in-reverse', only: ['rules-api'] },
  { name: 'unread-counts.welcome-room', only: ['payload/counts*', 'unread-counts/in-sync'] },
  { name: 'recipients.late-evaluation', only: ['notifications'] },
]

for (const { name, only } of HARD) {
  t.test(`${name} passes ${only.join(' and ')}`, async (t) => {
    const { problems, fine } = await runVariant({ name, specVersion: 'v1.19' }, only)
    t.strictSame(problems, [])
    t.ok(fine > 0, 'some cases ran')
  })
}

function isRequirement(id: string): boolean {
  return requirement(id).id === id
}
