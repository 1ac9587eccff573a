/**
 * Runs the suites against the built-in reference at every profile, and keeps what they say in `reports/published/`:
 * the command behind `npm run publish:reference`. Exits with 1 when a run is not conformant.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NEWEST, SPEC_VERSIONS } from '../../spec/index.ts'
import { runProgram } from '../interop/run-program.ts'

const PLEXOR = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))
const PUBLISHED = fileURLToPath(new URL('../../reports/published', import.meta.url))

mkdirSync(join(PUBLISHED, 'reference'), { recursive: true })
for (const specVersion of SPEC_VERSIONS) {
  const page = specVersion === NEWEST ? ['--report', `html=${join(PUBLISHED, `reference-${specVersion}.html`)}`] : []
  const tap = ['--report', `tap=${join(PUBLISHED, 'reference', `${specVersion}.tap`)}`]
  const args = [PLEXOR, 'test', 'ref:', '--profile', specVersion, '--report', 'pretty', ...tap, ...page]
  const { code, output } = await runProgram(process.execPath, args)
  const [summary = output] = output.split('\n').filter((line) => / cases in /.test(line))
  process.stdout.write(`${specVersion.padEnd(5)}  ${summary}\n`)
  if (code !== 0) process.exitCode = 1
}
