import { existsSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import type { CheckedSource, Finding } from '../../check/index.ts'
import { readNamedFile, reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { parseYaml } from '../../common/yaml-source.ts'

/** Known finding: it is the same wherever in the file it is. */
interface Known {
  file: string
  rule: string
  message: string
  count: number
}

/** Returns what the same findings have in common, wherever in a file they are. */
export function keyOf({ rule, message }: { rule: string; message: string }): string {
  return `${rule} ${message}`
}

const KEYS = ['file', 'rule', 'message', 'count'] as const

/** Findings that are known, from a file. */
export class KnownFindings {
  readonly #fileName: string
  readonly #isNew: boolean
  /** Entries of the file */
  readonly #entries: Known[] = []
  /** Numbers of known findings that were not found yet, by file and finding */
  readonly #left = new Map<string, Map<string, number>>()
  /** Findings so far, by file and finding */
  readonly #found = new Map<string, Map<string, Known>>()

  /**
   * @param isNew - true if the file is going to be written: it need not exist, and every finding is known
   * @throws {UsageError} when the file cannot be used
   */
  constructor(fileName: string, isNew: boolean) {
    this.#fileName = fileName
    this.#isNew = isNew
    if (isNew && !existsSync(fileName)) return
    const root = parseYaml({ what: 'baseline', fileName, text: readNamedFile('baseline', fileName) })
    for (const item of root.isEmpty ? [] : root.items('a list of known findings')) {
      const entry = new Map(item.entries(KEYS, 'a known finding: a map with file, rule and message'))
      const textOf = (key: 'file' | 'rule' | 'message') =>
        (entry.get(key) ?? item).text(`a text as "${key}" of a known finding`)
      const count = Number(entry.get('count')?.scalar ?? 1)
      const known = { file: textOf('file'), rule: textOf('rule'), message: textOf('message'), count }
      this.#entries.push(known)
      mapOf(this.#left, known.file).set(keyOf(known), count)
    }
  }

  /** Returns the path of a source relative to the file, with slashes. */
  #pathOf(name: string): string {
    return relative(dirname(this.#fileName), resolve(name)).split(sep).join('/')
  }

  /** Removes the known findings of a file. */
  remove({ source: { name }, findings }: CheckedSource): Finding[] {
    const file = this.#pathOf(name)
    const left = mapOf(this.#left, file)
    const found = mapOf(this.#found, file)
    return findings.filter(({ rule, message }) => {
      const key = keyOf({ rule, message })
      found.set(key, { file, rule, message, count: (found.get(key)?.count ?? 0) + 1 })
      const count = left.get(key) ?? 0
      if (count > 1) left.set(key, count - 1)
      else left.delete(key)
      return count === 0 && !this.#isNew
    })
  }

  /** Returns how many known findings are gone from the files that were checked. */
  goneFrom(names: readonly string[]): number {
    return names
      .flatMap((name) => [...(this.#left.get(this.#pathOf(name))?.values() ?? [])])
      .reduce((sum, count) => sum + count, 0)
  }

  /**
   * Writes the findings of the files that were checked; the entries of others stay.
   *
   * @throws {UsageError} when the file cannot be written
   */
  write(names: readonly string[]): void {
    const checked = new Set(names.map((name) => this.#pathOf(name)))
    const others = this.#entries.filter(({ file }) => !checked.has(file))
    const found = [...this.#found.values()].flatMap((one) => [...one.values()])
    const lines = [...others, ...found].map(({ count, ...one }) => JSON.stringify(count > 1 ? { ...one, count } : one))
    try {
      writeFileSync(this.#fileName, lines.length === 0 ? '[]\n' : `[\n  ${lines.join(',\n  ')}\n]\n`)
    } catch (error) {
      throw new UsageError(`Cannot write the baseline "${this.#fileName}": ${reasonOf(error)}`)
    }
  }
}

/** Returns the map of a file, which is added if it is missing. */
function mapOf<T>(maps: Map<string, Map<string, T>>, file: string): Map<string, T> {
  const map = maps.get(file) ?? new Map<string, T>()
  maps.set(file, map)
  return map
}
