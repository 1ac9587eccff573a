import { readFileSync } from 'node:fs'
import { isCollection, isNode, LineCounter, type Node, parseDocument } from 'yaml'

/** A step into a value: a property name or an index. */
export type Step = string | number

/** A YAML file that things are generated from. */
export interface Source {
  /** Path of the file */
  file: string
  value: unknown
  /** Where the value at `path` stands, as `file:line` */
  place(path: readonly Step[]): string
}

/** A source that nothing can be generated from; the message is for the author of the source. */
export class SourceError extends Error {
  override name = 'SourceError'
}

/**
 * Reads a YAML file.
 *
 * @throws {SourceError} when the file is missing or is no YAML; the message names the place
 */
export function readSource(file: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false })
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0])
    throw new SourceError(`${file}:${line}:${col}: this is no valid YAML: ${problem.message}`)
  }
  return {
    file,
    value: document.toJS(),
    place(path) {
      const start = startOf(document.contents, path)
      return start === undefined ? file : `${file}:${lines.linePos(start).line}`
    },
  }
}

/** What lies at the end of a path; undefined when the path leads nowhere. */
export function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<Step, unknown> | null | undefined)?.[step], value)
}

/** Offset of the node at `path`, or of the nearest one above that is there. */
function startOf(root: Node | null, path: readonly Step[]): number | undefined {
  const node = isCollection(root) && path.length > 0 ? root.getIn(path, true) : root
  if (isNode(node)) return node.range?.[0]
  return path.length > 0 ? startOf(root, path.slice(0, -1)) : undefined
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new SourceError(`${file}: the file cannot be read (${(error as Error).message})`)
  }
}
