/**
 * Runs the suites against the built-in reference at every version of the specification, and writes a table of the
 * results to `reports/published/reference.md`: the command behind `npm run publish:reference`. Exits with 1 if a run is
 * not conformant.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '../../run/index.ts'
import { SPEC_VERSIONS } from '../../spec/index.ts'
import { runProgram } from '../interop/run-program.ts'

const PLEXOR = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))
const TABLE = fileURLToPath(new URL('../../reports/published/reference.md', import.meta.url))

/** Verdicts in the order of the columns. */
const VERDICTS = ['passed', 'failed', 'warned', 'noted', 'n/a', 'inconclusive'] as const

const HEAD = `# Runs against the reference

Every case against the built-in reference, at every version of the specification. \`npm run publish:reference\` writes
this table; \`npm start -- --spec-version VERSION --report html=report.html\` makes a page of one of the runs.

| version | cases | ${VERDICTS.join(' | ')} | exit code |
| --- | --- | ${VERDICTS.map(() => '---').join(' | ')} | --- |
`

const folder = mkdtempSync(join(tmpdir(), 'plexor-'))
const rows: string[] = []
try {
  for (const specVersion of SPEC_VERSIONS) {
    const report = join(folder, `${specVersion}.json`)
    const args = ['test', 'ref:', '--spec-version', specVersion, '--report', `json=${report}`]
    const { code } = await runProgram(process.execPath, [PLEXOR, ...args])
    const { counts, cases }: RunResult = JSON.parse(readFileSync(report, 'utf8'))
    const cells = [specVersion, cases.length, ...VERDICTS.map((verdict) => counts[verdict]), code]
    rows.push(`| ${cells.join(' | ')} |`)
    process.stdout.write(`${rows.at(-1)}\n`)
    if (code !== 0) process.exitCode = 1
  }
  writeFileSync(TABLE, `${HEAD}${rows.join('\n')}\n`)
} finally {
  rmSync(folder, { recursive: true })
}
