import { readFileSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { readSettings } from '../../cli/options/settings.ts'
import { openTarget } from '../../cli/target/open-target.ts'
import type { History } from '../../explore/history.ts'
import { runHistory } from '../../explore/run-history.ts'
import { writeCases } from '../../explore/story/case-source.ts'
import { SpareGateways } from '../../explore/trial/spare-gateways.ts'
import { DEFAULT_JUDGED_LEVEL } from '../../run/index.ts'
import { type Case, startRun } from '../../suites/index.ts'

// Cases that --write-case makes: they are in cases/, where the checks of formatting, lint and types see them. Each is red
// at the fault that it was made of, and passes on the reference. UPDATE_CASES=1 writes them again.

async function environmentOf(t: Test, target: string, timeout: string) {
  const connection = await openTarget(readSettings(target, { specVersion: 'v1.19', timeout }))
  t.teardown(() => connection.close())
  if (connection.kind !== 'homeserver') throw new RangeError('Expected a homeserver')
  return connection.environment
}

const BEGINNING: History = [
  { do: 'create-room', room: 'room 1', by: 'bob', members: ['alice', 'carol'] },
  { do: 'set-pusher', user: 'alice', device: 'phone' },
]

const FAULTS: { fault: string; history: History }[] = [
  { fault: 'default-rules.no-tombstone', history: BEGINNING },
  {
    fault: 'receipts.ignored',
    history: [
      ...BEGINNING,
      { do: 'send', id: 'm1', room: 'room 1', by: 'bob', message: { kind: 'plain' } },
      { do: 'read', user: 'alice', room: 'room 1', message: 'm1', type: 'm.read' },
    ],
  },
  {
    fault: 'actions.sound-not-sent',
    history: [
      ...BEGINNING,
      { do: 'put-rule', user: 'alice', kind: 'sender', rule: 'bob', matcher: { sender: 'bob' }, actions: 'sound' },
      { do: 'send', id: 'm1', room: 'room 1', by: 'bob', message: { kind: 'user-mention', whom: 'carol' } },
    ],
  },
  {
    fault: 'rules-api.delete-ignored',
    history: [
      {
        do: 'put-rule',
        user: 'alice',
        kind: 'override',
        rule: 'first',
        matcher: { kind: 'word', word: 'teapot' },
        actions: 'sound',
      },
      { do: 'delete-rule', user: 'alice', kind: 'override', rule: 'first' },
    ],
  },
]

// Most of the time passes while a case waits for what does not come
t.jobs = FAULTS.length

for (const { fault, history } of FAULTS) {
  t.test(`a case of the fault ${fault} is red there, and passes on the reference`, async (t) => {
    const file = new URL(`cases/${fault.replace('.', '-')}.ts`, import.meta.url)
    const faulty = await environmentOf(t, `ref:${fault}`, '8')
    const judging = { timeoutMs: 4_000, level: DEFAULT_JUDGED_LEVEL }
    const options = { environment: faulty, ...judging, gateways: new SpareGateways(), isRecorded: true }
    const run = await runHistory(history, { ...options, signal: new AbortController().signal })
    const { comparison = 'responses', requirement = '', recorded, result } = run
    t.ok(recorded !== undefined, result.message ?? 'the history disagrees')
    if (recorded === undefined) return
    const finding = { comparison, requirement, message: result.message ?? '', recorded }
    const written = writeCases([finding], { specVersion: 'v1.19', harness: '../../../suites/harness', fault })
    t.strictSame(written.problems, [])
    if (process.env.UPDATE_CASES === '1') writeFileSync(file, written.text)
    t.equal(written.text, readFileSync(file, 'utf8'))

    const { explored }: { explored: Case[] } = await import(file.href)
    const verdictOn = async (environment: typeof faulty) => {
      const { cases } = await startRun(environment, { plexor: 'test', cases: explored, jobs: 1 }).finished
      return cases.map(({ verdict }) => verdict)
    }
    t.strictSame(await verdictOn(faulty), ['failed'])
    t.strictSame(await verdictOn(await environmentOf(t, 'ref:', '30')), ['passed'])
  })
}
