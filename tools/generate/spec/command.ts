import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { SourceError } from './source.ts'

/** Files that are made from others. Both throw `SourceError` where those are wrong. */
export interface Generated {
  /** Which of the files are not what would be made now */
  stale(): Promise<string[]>
  /** Makes those anew, and gives their names */
  update(): Promise<string[]>
}

/**
 * What a generator does as a command: it writes what is stale, or with `--check` only says what is.
 *
 * @returns the exit code: 0 when all is fresh, 1 when it is not or the sources are wrong, 2 for other arguments
 */
export async function generate([option, ...more]: readonly string[], { stale, update }: Generated): Promise<number> {
  if (more.length > 0 || (option !== undefined && option !== '--check')) {
    return fail(`The generator was given "${[option, ...more].join(' ')}"; it takes --check or nothing`, 2)
  }
  try {
    if (option === undefined) {
      for (const file of await update()) process.stdout.write(`${file}\n`)
      return 0
    }
    const files = await stale()
    return files.length === 0 ? 0 : fail(`Stale: ${files.join(', ')}; run \`npm run generate\``, 1)
  } catch (error) {
    if (error instanceof SourceError) return fail(error.message, 1)
    throw error
  }
}

/** A single file, with the text that it should hold. */
export function oneFile(file: string, render: () => string): Generated {
  const isFresh = (text: string) => existsSync(file) && readFileSync(file, 'utf8') === text
  return {
    stale: async () => (isFresh(render()) ? [] : [file]),
    async update() {
      const text = render()
      if (isFresh(text)) return []
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return [file]
    },
  }
}

function fail(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`)
  return exitCode
}
