import {
  closeSync,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { MAX_BYTES, type ReadFile, type SourceKind } from '../../check/index.ts'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'

/** Source that can be checked. */
export interface SourceFile {
  kind: 'source'
  /** Name as the user gave it, or as it was found in a folder that the user named */
  name: string
  format: SourceKind
  text: string
  /**
   * Replaces the text of the file; absent for standard input.
   *
   * @throws {UsageError} when the file cannot be written
   */
  write?(text: string): void
}

/** Source that cannot be checked, with the reason in one sentence. */
interface SourceProblem {
  kind: 'problem'
  problem: string
}

/** Result of opening a source. */
export type OpenedSource = SourceFile | SourceProblem

const FORMATS: Readonly<Record<string, SourceKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  rst: 'rst',
  json: 'json',
  jsonc: 'jsonc',
  json5: 'json5',
  yaml: 'yaml',
  yml: 'yaml',
}

/** Endings of the names of files that can be checked, for messages. */
export const ENDINGS = '.md, .rst, .html, .yaml, .yml, .json, .jsonc or .json5'

/** Returns the format of a file by its name; undefined if it cannot be checked. */
export function formatOf(name: string): SourceKind | undefined {
  return FORMATS[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '']
}

/**
 * Opens the named sources one at a time: files, the files in folders that can be checked, and standard input for `-`.
 *
 * @param input what was read from standard input
 * @param chosen says which files are checked
 * @param list lists a folder
 */
export function* openSources(
  names: readonly string[],
  input: OpenedSource | undefined,
  chosen: ChosenFiles = ALL,
  list: ListFolder = listFolder,
): Generator<OpenedSource> {
  const seen = new Set<string>()
  for (const name of new Set(names)) {
    if (name !== '-') yield* openNamed(name, seen, chosen, list)
    else if (input !== undefined) yield input
  }
}

/** Files that are checked. */
export interface ChosenFiles {
  /** Reports whether a file in a folder is checked */
  includes(name: string): boolean
  /** Reports whether a file is not checked, however it was named */
  excludes(name: string): boolean
}

const ALL: ChosenFiles = { includes: () => true, excludes: () => false }

function* openNamed(name: string, seen: Set<string>, chosen: ChosenFiles, list: ListFolder): Generator<OpenedSource> {
  try {
    const found = statSync(name)
    if (found.isDirectory()) yield* openFolder(name, seen, chosen, list)
    else if (!found.isFile()) yield cannotCheck(name, 'it is neither a file nor a folder')
    else if (formatOf(name) === undefined && /\.\w+$/.test(basename(name)))
      yield cannotCheck(name, `expected a name that ends in ${ENDINGS}, or a name without an ending`)
    else if (!chosen.excludes(name) && isNew(name, seen)) yield openFile(name)
  } catch (error) {
    yield cannotCheck(name, reasonOf(error))
  }
}

/** Reports whether a file was not opened before, by whatever name. */
function isNew(name: string, seen: Set<string>): boolean {
  const path = resolve(name)
  if (seen.has(path)) return false
  seen.add(path)
  return true
}

function* openFolder(
  folder: string,
  seen: Set<string>,
  chosen: ChosenFiles,
  list: ListFolder,
): Generator<OpenedSource> {
  let isEmpty = true
  for (const found of filesIn(folder, list)) {
    isEmpty = false
    if (typeof found !== 'string') yield found
    else if (chosen.includes(found) && !chosen.excludes(found) && isNew(found, seen)) yield openFile(found)
  }
  if (isEmpty) yield cannotCheck(folder, `expected files that end in ${ENDINGS}, found none`)
}

/** Lists the files in a folder and below it, without hidden files, packages and links. */
function* filesIn(folder: string, list: ListFolder): Generator<string | SourceProblem> {
  let entries: Dirent[]
  try {
    entries = list(folder).sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    yield cannotCheck(folder, reasonOf(error))
    return
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    const name = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(name, list)
    else if (entry.isFile() && formatOf(name) !== undefined) yield name
  }
}

type ListFolder = (folder: string) => Dirent[]

function listFolder(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
}

/** Number of bytes that are read beyond the size of a file. */
const SPARE = 2 ** 12

function openFile(name: string): OpenedSource {
  let descriptor: number | undefined
  try {
    descriptor = openSync(name, 'r')
    // The file can grow in the meantime, and the size of some is unknown
    const { size } = fstatSync(descriptor)
    const buffer = Buffer.alloc(size === 0 ? MAX_BYTES + 1 : Math.min(size + SPARE, MAX_BYTES + 1))
    let length = 0
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(descriptor, buffer, length, buffer.length - length, null)
    }
    const bytes = buffer.subarray(0, length)
    return toSource(name, formatOf(name) ?? 'markdown', bytes, (text) => writeBack(name, text))
  } catch (error) {
    return cannotCheck(name, reasonOf(error))
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function writeBack(name: string, text: string): void {
  try {
    writeFileSync(name, text)
  } catch (error) {
    throw new UsageError(`Cannot write the fixes of "${name}": ${reasonOf(error)}`)
  }
}

/**
 * Creates a reader for the files that the named files refer to. It reads only files in the named folders, and in the
 * folders of the named files.
 */
export function readerWithin(names: readonly string[]): ReadFile {
  const folders = names.filter((name) => name !== '-').map(folderOf)
  return (path) => {
    try {
      const real = realpathSync(path)
      if (formatOf(real) === undefined || !folders.some((folder) => real.startsWith(folder + sep))) return undefined
      const opened = openFile(real)
      return opened.kind === 'source' ? opened.text : undefined
    } catch {
      return undefined
    }
  }
}

function folderOf(name: string): string {
  try {
    return realpathSync(statSync(name).isDirectory() ? name : dirname(name))
  } catch {
    return resolve(name)
  }
}

/** Reads standard input to its end, or until it is too long. */
export async function readInput(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  format: SourceKind,
): Promise<OpenedSource> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > MAX_BYTES) break
  }
  return toSource(name, format, Buffer.concat(parts))
}

const BYTE_ORDER_MARK = '\ufeff'

function toSource(name: string, format: SourceKind, bytes: Uint8Array, write?: (text: string) => void): OpenedSource {
  if (bytes.length > MAX_BYTES) return cannotCheck(name, `it is larger than ${MAX_BYTES / 2 ** 20} MiB`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (text.includes('\0')) return cannotCheck(name, 'expected text, found a binary file')
    const hasMark = text.startsWith(BYTE_ORDER_MARK)
    const writeWhole = write && ((changed: string) => write(hasMark ? BYTE_ORDER_MARK + changed : changed))
    return {
      kind: 'source',
      name,
      format,
      text: hasMark ? text.slice(1) : text,
      ...(writeWhole && { write: writeWhole }),
    }
  } catch {
    return cannotCheck(name, 'expected text in UTF-8, found other bytes')
  }
}

function cannotCheck(name: string, reason: string): SourceProblem {
  return { kind: 'problem', problem: `Cannot check "${name}": ${reason}` }
}
