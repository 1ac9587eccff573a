import { execFileSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname } from 'node:path'
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

/** Returns the text of a file at a revision, without a byte order mark; `undefined` if it was not there. */
export function textAt(revision: string, name: string): string | undefined {
  if (!existsSync(name)) return undefined
  // Git has only the target of a link
  const path = realpathSync(name)
  return git(dirname(path), ['show', '--end-of-options', `${revision}:./${basename(path)}`])?.replace(/^\uFEFF/, '')
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
