import { execFileSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import type { CheckedSource, Finding } from '../../check/index.ts'
import { UsageError } from '../../common/usage-error.ts'
import { keyOf } from './known-findings.ts'

/** Maximum size of a file of an earlier revision, in bytes. */
const MAX_BYTES = 2 ** 22

/**
 * Checks that Git knows a revision.
 *
 * @throws {UsageError} when it does not, or when there is no Git
 */
export function assertRevision(revision: string): void {
  if (git('.', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]) !== undefined) return
  throw new UsageError(
    `--since: expected a revision of the Git repository in this folder, found "${revision}"; in a shallow clone, fetch it first`,
  )
}

/**
 * Returns the text of a file at a revision, without a byte order mark; `undefined` if it was not there, nor under another
 * name that Git finds.
 */
export function textAt(revision: string, name: string): string | undefined {
  if (!existsSync(name)) return undefined
  // Git has only the target of a link
  const path = realpathSync(name)
  const folder = dirname(path)
  const show = (file: string) => git(folder, ['show', '--end-of-options', `${revision}:${file}`])
  const former = () => {
    const root = git(folder, ['rev-parse', '--show-toplevel'])?.trim()
    const before = root === undefined ? undefined : renamesSince(revision, root).get(relative(root, path))
    return before === undefined ? undefined : show(before)
  }
  return (show(`./${basename(path)}`) ?? former())?.replace(/^\uFEFF/, '')
}

/** Former names of renamed files by their present ones, by repository and revision. */
const renames = new Map<string, ReadonlyMap<string, string>>()

function renamesSince(revision: string, root: string): ReadonlyMap<string, string> {
  const key = `${root}\n${revision}`
  const known = renames.get(key)
  if (known !== undefined) return known
  const args = ['diff', '--find-renames', '--diff-filter=R', '--name-status', '-z', '--end-of-options', revision, '--']
  const [...fields] = git(root, args)?.split('\0') ?? []
  const found = new Map<string, string>()
  for (let at = 0; at + 2 < fields.length; at += 3) found.set(fields[at + 2] ?? '', fields[at + 1] ?? '')
  renames.set(key, found)
  return found
}

function git(folder: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: MAX_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return undefined
  }
}

/** Returns the findings that an earlier text did not have, wherever in it they were. */
export function newFindings({ findings }: CheckedSource, before: CheckedSource): Finding[] {
  const left = new Map<string, number>()
  for (const finding of before.findings) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1)
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0
    left.set(keyOf(finding), count - 1)
    return count <= 0
  })
}
