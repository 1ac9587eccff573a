import t from 'tap'
import { readSettings } from '../../../cli/options/settings.ts'
import { openRun, plan } from '../../../cli/test/open-run.ts'
import { createPushGateway, PUSH_GATEWAY_VARIANTS } from '../../../reference/index.ts'
import { isRed } from '../../../run/index.ts'
import { requirements } from '../../../spec/index.ts'

t.jobs = 4

for (const { name, allowedBy } of PUSH_GATEWAY_VARIANTS) {
  t.test(`the lawful gateway ${name} passes every case`, async (t) => {
    const ids = requirements.map(({ id }) => id)
    for (const reason of allowedBy) t.ok(reason.startsWith('https://') || ids.includes(reason), reason)
    const { run, close } = await openRun(plan(readSettings(`gateway:ref:${name}`, {})))
    const { cases } = await run.finished
    await close()
    t.strictSame(
      cases.filter((result) => isRed(result)).map(({ id, message }) => `${id}: ${message}`),
      [],
    )
    t.ok(cases.some(({ verdict }) => verdict === 'passed'))
  })
}

t.test('an unknown variant is refused', async (t) => {
  t.throws(() => createPushGateway({ apps: [], variant: 'push-gateway.unheard-of' }), {
    name: 'TypeError',
    message: /^Unknown variant "push-gateway\.unheard-of"/,
  })
})
