import { readFileSync } from 'node:fs'
import { isCollection, isNode, LineCounter, type Node, parseDocument } from 'yaml'

/** Step of a path into a value: a property name or an index. */
export type Step = string | number

/** YAML file from which other files are generated. */
export interface Source {
  /** Path of the file */
  file: string
  value: unknown
  /** Returns the position of the value at `path`, as `file:line`. */
  place(path: readonly Step[]): string
}

/** Mistake in a source; the message is for its author. */
export class SourceError extends Error {
  override name = 'SourceError'
}

/**
 * Reads a YAML file.
 *
 * @throws {SourceError} when the file is missing or is not valid YAML; the message names the position
 */
export function readSource(file: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false })
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0])
    throw new SourceError(`${file}:${line}:${col}: expected valid YAML: ${problem.message}`)
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

/** Returns the value at a path, or `undefined`. */
export function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<Step, unknown> | null | undefined)?.[step], value)
}

/** Returns the offset of the node at `path`, or of its nearest ancestor. */
function startOf(root: Node | null, path: readonly Step[]): number | undefined {
  const node = isCollection(root) && path.length > 0 ? root.getIn(path, true) : root
  if (isNode(node)) return node.range?.[0]
  return path.length > 0 ? startOf(root, path.slice(0, -1)) : undefined
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new SourceError(`Cannot read ${file}: ${(error as Error).message}`)
  }
}
