import t from 'tap'
import { readSettings } from '../../../cli/options/settings.ts'
import { openRun, plan } from '../../../cli/test/open-run.ts'
import { isRed } from '../../../run/index.ts'
import { gatewayCases, type RunResult } from '../../../suites/index.ts'

// Most of the time passes while a case waits for what does not come
t.jobs = 8

/** Timeout for a busy machine. Only what a fault prevents takes as long. */
const TIMEOUT_S = '6'

/** One fault of each kind, and the cases that name it. `npm run faults` runs every case with all of them. */
const SAMPLE = [
  'push-gateway.omits-rejected',
  'push-gateway.rejects-all',
  'push-gateway.wrong-method-is-200',
  'push-gateway.drops-invitations',
  'push-gateway.loses-under-load',
  'push-gateway.rejects-after-five-failures',
  'push-gateway.alerts-twice',
]

async function runOn(target: string, only: string[] = []): Promise<RunResult> {
  const { run, close } = await openRun(plan(readSettings(target, { timeout: TIMEOUT_S, only })))
  const result = await run.finished
  await close()
  return result
}

t.test('the reference passes every case', async (t) => {
  const { cases, counts, remarks, exitCode } = await runOn('gateway:ref:')
  t.strictSame(
    cases.filter((result) => isRed(result)).map(({ id, message }) => `${id}: ${message}`),
    [],
  )
  t.strictSame({ remarks, exitCode }, { remarks: [], exitCode: 0 })
  t.equal(counts['n/a'], 0, 'with its devices, every case applies')
  t.equal(cases.length, gatewayCases.length)
})

for (const name of SAMPLE) {
  t.test(`${name} is caught`, async (t) => {
    const catchers = gatewayCases.filter(({ caughtBy = [] }) => caughtBy.includes(name)).map(({ id }) => id)
    t.not(catchers.length, 0, 'a case names it')
    const { cases, exitCode } = await runOn(`gateway:ref:${name}`, catchers)
    const red = new Set(cases.filter(isRed).map(({ id }) => id))
    for (const id of catchers) t.ok(red.has(id), `${id} is red`)
    t.equal(exitCode, 1)
    t.strictSame(
      cases.filter(({ verdict }) => verdict === 'inconclusive').map(({ id }) => id),
      [],
      'and none is inconclusive',
    )
  })
}
