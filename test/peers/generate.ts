/**
 * Makes `docs/peers.md` from the YAML files beside this one.
 *
 *     tsx test/peers/generate.ts           write it when it is stale
 *     tsx test/peers/generate.ts --check   write nothing, and exit with 1 when it is stale
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SourceError } from '../../spec/generation/source.ts'
import { renderPeers } from './render-peers.ts'

const file = relative('.', fileURLToPath(new URL('../../docs/peers.md', import.meta.url)))
process.exitCode = main(process.argv.slice(2))

function main([option, ...more]: readonly string[]): number {
  if (more.length > 0 || (option !== undefined && option !== '--check')) {
    return fail(`The generator was given "${[option, ...more].join(' ')}"; it takes --check or nothing`, 2)
  }
  try {
    const text = renderPeers()
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return 0
    if (option === '--check') return fail(`Stale: ${file}; run \`npm run generate\``, 1)
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
