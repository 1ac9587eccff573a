import t from 'tap'
import { requirements, within } from '../../spec/index.ts'
import type { RunResult } from '../../suites/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const folder = temporaryFolder(t)

const TOKENS = [
  'authentication/token-in-header',
  'authentication/token-in-query',
  'authentication/token-in-query-removed',
]

/** Runs the cases about the place of the token against the reference, and returns the version and the verdicts. */
async function run(...args: string[]): Promise<{ specVersion: string; verdicts: string[] }> {
  const only = TOKENS.flatMap((id) => ['--only', id])
  const { exitCode, stdout } = await runPlexor(folder, ['test', 'ref:', ...only, ...args, '--report', 'json'])
  t.equal(exitCode, 0)
  const { specVersion, cases } = JSON.parse(stdout) as RunResult
  return { specVersion, verdicts: cases.map(({ verdict }) => verdict) }
}

t.test(
  'the draft is what has been merged since the newest release, and is tested only where it is named',
  async (t) => {
    t.strictSame(await run(), { specVersion: 'v1.19', verdicts: ['passed', 'passed', 'n/a'] })
    t.strictSame(await run('--spec-version', 'draft'), { specVersion: 'draft', verdicts: ['passed', 'n/a', 'noted'] })
  },
)

t.test('the other commands know the draft', async (t) => {
  const listed = await runPlexor(folder, ['list', '--requirements', '--spec-version', 'draft', '--json'])
  const ids = requirements.filter((row) => within('draft', row)).map(({ id }) => id)
  t.strictSame(
    (JSON.parse(listed.stdout) as { id: string }[]).map(({ id }) => id),
    ids,
  )
  t.notOk(ids.includes('authentication.query'))
  const vectors = await runPlexor(folder, ['vectors', '--only', 'property-is', '--spec-version', 'draft'])
  t.match(vectors, { exitCode: 0, stdout: /\bdraft\b/ })
})
