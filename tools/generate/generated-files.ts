import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Files that are generated from others. Both methods throw `SourceError` if a source is wrong. */
export interface GeneratedFiles {
  /** Returns the names of the files that are out of date. */
  stale(): Promise<string[]>
  /** Writes the files that are out of date, and returns their names. */
  update(): Promise<string[]>
}

/** Describes a single generated file by its name and a function that renders its text. */
export function oneFile(file: string, render: () => string): GeneratedFiles {
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
