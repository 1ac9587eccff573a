/**
 * Writes the generated files of the repository: the command behind `npm run generate`.
 *
 *     tsx tools/generate/run.ts           write the files that are out of date
 *     tsx tools/generate/run.ts --check   write nothing, and exit with 1 if a file is out of date
 */
import process from 'node:process'
import type { GeneratedFiles } from './generated-files.ts'
import { SourceError } from './spec/source.ts'

/** Generators in order. Each is loaded after the one before it has run, because it may import what that one writes. */
const GENERATORS: (() => Promise<GeneratedFiles>)[] = [
  async () => (await import('./spec/spec-files.ts')).specFiles,
  async () => (await import('./report/schema-file.ts')).reportSchemaFile,
  async () => (await import('./vectors/vector-file.ts')).vectorFile,
  async () => (await import('./page/script-file.ts')).pageScriptFile,
  async () => (await import('./page/script-file.ts')).servePageScriptFile,
  async () => (await import('../peers/peers-file.ts')).peersFile,
]

/** Runs the command, and returns its exit code: 0 if all is up to date, 1 if not, 2 for unknown arguments. */
async function main([option, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || (option !== undefined && option !== '--check')) {
    return fail(`Arguments: expected --check or nothing, found "${[option, ...more].join(' ')}"`, 2)
  }
  try {
    for (const load of GENERATORS) {
      const { stale, update } = await load()
      if (option === undefined) for (const file of await update()) process.stdout.write(`${file}\n`)
      else {
        const files = await stale()
        if (files.length > 0) return fail(`Out of date: ${files.join(', ')}; run npm run generate`, 1)
      }
    }
    return 0
  } catch (error) {
    if (error instanceof SourceError) return fail(error.message, 1)
    throw error
  }
}

function fail(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`)
  return exitCode
}

process.exitCode = await main(process.argv.slice(2))
