/**
 * Makes `spec/generated/` from the YAML files of `spec/`.
 *
 *     tsx spec/generate.ts           write what is new
 *     tsx spec/generate.ts --check   write nothing, and exit with 1 when something is stale
 */
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stale, update } from './generation/files.ts'
import { SourceError } from './generation/source.ts'

const folder = relative('.', dirname(fileURLToPath(import.meta.url))) || '.'
process.exitCode = await main(process.argv.slice(2))

async function main([option, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || (option !== undefined && option !== '--check')) {
    return fail(`The generator was given "${[option, ...more].join(' ')}"; it takes --check or nothing`, 2)
  }
  try {
    if (option === undefined) {
      for (const file of await update(folder)) process.stdout.write(`${file}\n`)
      return 0
    }
    const files = await stale(folder)
    return files.length === 0 ? 0 : fail(`Stale: ${files.join(', ')}; run \`npm run generate\``, 1)
  } catch (error) {
    if (error instanceof SourceError) return fail(error.message, 1)
    throw error
  }
}

function fail(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`)
  return exitCode
}
