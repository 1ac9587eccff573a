import { join } from 'node:path'
import t from 'tap'
import { runTestFile } from '../../../tools/tests/test-file.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const TIMEOUT_MS = 120_000
const TAP = JSON.stringify(import.meta.resolve('tap'))

/** Runs a test file with this body. */
async function run(t: Parameters<typeof temporaryFolder>[0], body: string, ...timeouts: [number, number] | []) {
  const folder = temporaryFolder(t, { 'a.test.mjs': `import t from ${TAP}\n${body}` })
  const [timeoutMs = TIMEOUT_MS, lastWordsMs = TIMEOUT_MS] = timeouts
  const { durationMs: _, ...result } = await runTestFile(join(folder, 'a.test.mjs'), timeoutMs, lastWordsMs)
  return result
}

t.jobs = 3

t.test('a file passes if all of its assertions do', async (t) => {
  const body = "t.test('a', async (t) => { t.ok(1); t.ok(2) }); t.test('b', { skip: true }, async () => {})"
  t.match(await run(t, body), { passed: 2, failed: 0, skipped: 1, problems: [] })
  t.match(await run(t, "t.plan(0, 'nothing applies')"), { passed: 0, problems: [] }, 'all of it is skipped')
})

for (const { what, body, problems, passed = 0, failed = 0 } of [
  {
    what: 'an assertion that fails',
    body: "t.test('a', async (t) => { t.ok(1); t.equal(1, 2, 'is not two') })",
    problems: ['1 assertion failed', 'it ended with exit code 1'],
    passed: 1,
    failed: 1,
  },
  {
    what: 'an error',
    body: "t.test('a', async () => { throw new Error('out of cake') })",
    problems: ['1 assertion failed', 'it ended with exit code 1'],
    failed: 1,
  },
  {
    what: 'a process that ends in the middle of a test',
    body: 't.pass(); setTimeout(() => process.reallyExit(0), 200); await new Promise(() => {})',
    problems: [/^(its output is not complete|\d assertions? failed)$/],
  },
  {
    what: 'a process that a signal ends',
    body: "t.pass(); process.kill(process.pid, 'SIGKILL')",
    problems: [/./, 'it was ended by the signal SIGKILL'],
  },
  { what: 'no test', body: 'process.reallyExit(0)', problems: ['it has no tests'] },
] as { what: string; body: string; problems: (string | RegExp)[]; passed?: number; failed?: number }[]) {
  t.test(`a file fails because of ${what}`, async (t) => {
    const result = await run(t, body)
    t.match(result.problems, problems)
    t.equal(result.problems.length, problems.length)
    t.ok(result.passed >= passed && result.failed >= failed)
  })
}

t.test('the output of a file has what failed', async (t) => {
  const { output } = await run(t, "t.equal(1, 2, 'is not two'); console.error('a warning')")
  t.match(output, 'not ok 1 - is not two')
  t.match(output, 'a warning')
})

t.test('a file that takes too long is ended', async (t) => {
  const body = "t.test('a', async () => { for (;;); })"
  t.match((await run(t, body, 1_000, 100)).problems.at(-1), 'it was ended by the signal SIGKILL')
})
