import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from './render.ts'

/**
 * Lists the files in `generated` that are out of date, missing or superfluous.
 *
 * @param folder - the path of the `spec` directory
 */
export async function stale(folder: string): Promise<string[]> {
  return [...differences(folder, await render(folder)).keys()].sort()
}

/**
 * Updates the files in `generated` that are out of date.
 *
 * @param folder - the path of the `spec` directory
 * @returns the files that were written or removed
 */
export async function update(folder: string): Promise<string[]> {
  const changes = differences(folder, await render(folder))
  mkdirSync(join(folder, 'generated'), { recursive: true })
  for (const [file, text] of changes) {
    if (text === undefined) rmSync(file)
    else writeFileSync(file, text)
  }
  return [...changes.keys()].sort()
}

/** Returns the new text of each file that is out of date; `undefined` for a superfluous file. */
function differences(folder: string, texts: ReadonlyMap<string, string>): Map<string, string | undefined> {
  const generated = join(folder, 'generated')
  const present = existsSync(generated) ? readdirSync(generated) : []
  const changes = new Map<string, string | undefined>()
  for (const name of new Set([...texts.keys(), ...present])) {
    const text = texts.get(name)
    const file = join(generated, name)
    const current = existsSync(file) ? readFileSync(file, 'utf8') : undefined
    if (text !== current) changes.set(file, text)
  }
  return changes
}
