import { basename, dirname, join } from 'node:path'
import { fromPointer, toPointer } from './json-pointer.ts'
import { readSource, type Source, SourceError, type Step, valueAt } from './source.ts'

/** Combines several files into one document without references to other files. */
export interface Bundler {
  /** Values copied from other files, by name */
  definitions: Record<string, unknown>
  /** Copies a whole file to the definitions, under its name without `.yaml`. */
  add(source: Source): void
  /** Returns a copy of the source in which each `$ref` to another file points to a definition instead. */
  rewrite(source: Source): unknown
}

/**
 * Creates a bundler.
 *
 * @param home - the place of the definitions in the bundled document, as a JSON pointer such as `/$defs`
 */
export function createBundler(home: string): Bundler {
  const sources = new Map<string, Source>()
  const names = new Map<string, string>()
  const definitions: Record<string, unknown> = {}

  /** Returns the name of the definition for the value at `target`; copies the value at the first call. */
  function define(target: string, source: Source, path: readonly Step[], from: string): string {
    const name = String(path.at(-1) ?? basename(source.file, '.yaml'))
    if (names.get(name) === target) return name
    if (names.has(name)) {
      throw new SourceError(
        `${from}: expected unique names, found "${name}" at ${names.get(name)} and ${target}; rename one`,
      )
    }
    names.set(name, target)
    const value = valueAt(source.value, path)
    if (value === undefined) {
      throw new SourceError(`${from}: "$ref" points to "${target}", which does not exist; correct it`)
    }
    definitions[name] = copy(value, source, path, false)
    return name
  }

  function copy(value: unknown, source: Source, path: readonly Step[], isRoot: boolean): unknown {
    if (Array.isArray(value)) return value.map((item, index) => copy(item, source, [...path, index], isRoot))
    if (typeof value !== 'object' || value === null) return value
    // `$schema` is allowed only at the top of the bundled document.
    const entriesToCopy = Object.entries(value).filter(([key]) => isRoot || key !== '$schema')
    const entries = entriesToCopy.map(([key, item]) => {
      if (key === '$ref' && typeof item === 'string') return [key, retarget(item, source, path, isRoot)]
      return [key, copy(item, source, [...path, key], isRoot)]
    })
    return Object.fromEntries(entries)
  }

  function retarget(ref: string, source: Source, path: readonly Step[], isRoot: boolean): string {
    const [relative = '', pointer = ''] = ref.split('#')
    const steps = fromPointer(pointer)
    if (relative === '' && isRoot) {
      if (valueAt(source.value, steps) !== undefined) return ref
      throw new SourceError(`${source.place(path)}: "$ref" points to "${ref}", which does not exist; correct it`)
    }
    const target = relative === '' ? source : open(join(dirname(source.file), relative), source.place(path))
    const name = define(`${target.file}#${pointer}`, target, steps, source.place(path))
    return `#${home}${toPointer([name])}`
  }

  function open(file: string, from: string): Source {
    let source = sources.get(file)
    if (source === undefined) {
      try {
        source = readSource(file)
      } catch (error) {
        throw error instanceof SourceError ? new SourceError(`${from}: "$ref" leads to ${error.message}`) : error
      }
      sources.set(file, source)
    }
    return source
  }

  return {
    definitions,
    add: (source) => void define(`${source.file}#`, source, [], source.file),
    rewrite: (source) => copy(source.value, source, [], true),
  }
}
