/**
 * Makes `generated/vectors.json` from the YAML files beside this one.
 *
 *     tsx suites/vectors/generate.ts           write it when it is stale
 *     tsx suites/vectors/generate.ts --check   write nothing, and exit with 1 when it is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { SourceError } from '../../spec/generation/source.ts'
import { render } from './generation/render.ts'

const folder = relative('.', dirname(fileURLToPath(import.meta.url))) || '.'
process.exitCode = main(process.argv.slice(2))

function main([option, ...more]: readonly string[]): number {
  if (more.length > 0 || (option !== undefined && option !== '--check')) {
    return fail(`The generator was given "${[option, ...more].join(' ')}"; it takes --check or nothing`, 2)
  }
  const file = join(folder, 'generated/vectors.json')
  try {
    const text = render(folder)
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return 0
    if (option === '--check') return fail(`Stale: ${file}; run \`npm run generate\``, 1)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    process.stdout.write(`${file}\n`)
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
