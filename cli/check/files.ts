import { closeSync, type Dirent, openSync, readdirSync, readSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MAX_BYTES, type SourceKind } from '../../check/index.ts'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'

/** A source that can be checked. */
export interface SourceFile {
  /** As the user named it, or as it was found in a folder that the user named */
  name: string
  kind: SourceKind
  text: string
  /**
   * Writes another text in its place; absent for standard input.
   *
   * @throws {UsageError} when that cannot be done
   */
  write?(text: string): void
}

/** A source, or one sentence about why it cannot be one. */
export type Opened = SourceFile | { problem: string }

const KINDS: Readonly<Record<string, SourceKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  json: 'json',
  jsonc: 'jsonc',
  json5: 'json5',
  yaml: 'yaml',
  yml: 'yaml',
}

export const ENDINGS = '.md, .yaml, .yml, .json, .jsonc or .json5'

/** What the name of a file says of its content. */
export function kindOf(name: string): SourceKind | undefined {
  return KINDS[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '']
}

/**
 * Opens the sources that were named, one at a time as they are asked for: files, whatever is in folders and can be
 * checked, and for `-` what was read from standard input.
 *
 * @param list lists a folder
 */
export function* openSources(
  names: readonly string[],
  input: SourceFile | undefined,
  list: ListFolder = listFolder,
): Generator<Opened> {
  const seen = new Set<string>()
  for (const name of new Set(names)) {
    if (name !== '-') yield* openNamed(name, seen, list)
    else if (input !== undefined) yield input
  }
}

function* openNamed(name: string, seen: Set<string>, list: ListFolder): Generator<Opened> {
  try {
    const found = statSync(name)
    if (found.isDirectory()) yield* openFolder(name, seen, list)
    else if (!found.isFile()) yield { problem: `Cannot check "${name}": it is neither a file nor a folder` }
    else if (kindOf(name) === undefined)
      yield { problem: `Cannot check "${name}": wanted a name that ends in ${ENDINGS}` }
    else if (isNew(name, seen)) yield openFile(name)
  } catch (error) {
    yield { problem: `Cannot check "${name}": ${reasonOf(error)}` }
  }
}

/** Whether a file was not opened before, by whatever name. */
function isNew(name: string, seen: Set<string>): boolean {
  const path = resolve(name)
  if (seen.has(path)) return false
  seen.add(path)
  return true
}

function* openFolder(folder: string, seen: Set<string>, list: ListFolder): Generator<Opened> {
  let isEmpty = true
  for (const found of filesIn(folder, list)) {
    isEmpty = false
    if (typeof found !== 'string') yield found
    else if (isNew(found, seen)) yield openFile(found)
  }
  if (isEmpty)
    yield { problem: `There is nothing to check in the folder "${folder}": wanted files that end in ${ENDINGS}` }
}

/** The files of a folder and of those in it, without hidden ones, packages and links; what cannot be read is told. */
function* filesIn(folder: string, list: ListFolder): Generator<string | { problem: string }> {
  for (const entry of entriesOf(folder, list)) {
    if ('problem' in entry) {
      yield entry
      continue
    }
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    const name = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(name, list)
    else if (entry.isFile() && kindOf(name) !== undefined) yield name
  }
}

type ListFolder = (folder: string) => Dirent[]

function listFolder(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
}

function entriesOf(folder: string, list: ListFolder): (Dirent | { problem: string })[] {
  try {
    return list(folder).sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    return [{ problem: `Cannot check "${folder}": ${reasonOf(error)}` }]
  }
}

function openFile(name: string): Opened {
  let descriptor: number | undefined
  try {
    descriptor = openSync(name, 'r')
    const buffer = Buffer.alloc(MAX_BYTES + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(descriptor, buffer, length, buffer.length - length, null)
    }
    return toSource(name, kindOf(name) ?? 'markdown', buffer.subarray(0, length), (text) => writeBack(name, text))
  } catch (error) {
    return { problem: `Cannot check "${name}": ${reasonOf(error)}` }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function writeBack(name: string, text: string): void {
  try {
    writeFileSync(name, text)
  } catch (error) {
    throw new UsageError(`Cannot write the mends of "${name}": ${reasonOf(error)}`)
  }
}

/** Reads standard input to its end, or until it is too long. */
export async function readInput(chunks: AsyncIterable<Uint8Array>, name: string, kind: SourceKind): Promise<Opened> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > MAX_BYTES) break
  }
  return toSource(name, kind, Buffer.concat(parts))
}

const BYTE_ORDER_MARK = '\ufeff'

function toSource(name: string, kind: SourceKind, bytes: Uint8Array, write?: (text: string) => void): Opened {
  if (bytes.length > MAX_BYTES) {
    return {
      problem: `Cannot check "${name}": it is larger than ${MAX_BYTES / 2 ** 20} MiB, which is the most that is read`,
    }
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (text.includes('\0')) return { problem: `Cannot check "${name}": it is a binary file, wanted text` }
    const hasMark = text.startsWith(BYTE_ORDER_MARK)
    const writeWhole = write && ((changed: string) => write(hasMark ? BYTE_ORDER_MARK + changed : changed))
    return { name, kind, text: hasMark ? text.slice(1) : text, ...(writeWhole && { write: writeWhole }) }
  } catch {
    return { problem: `Cannot check "${name}": it is not text in UTF-8` }
  }
}
