import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from './render.ts'

/**
 * Which files in `generated` differ from what the sources make, are missing, or should not be there.
 *
 * @param folder path of the `spec` folder
 */
export async function stale(folder: string): Promise<string[]> {
  return [...differences(folder, await render(folder)).keys()].sort()
}

/**
 * Brings `generated` up to date, touching only what is stale.
 *
 * @param folder path of the `spec` folder
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

/** What each stale file should hold; undefined for one that should not be there. */
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
