import { spawnSync } from 'node:child_process'

/** Files of the specification at one version, by path. */
export type SpecFiles = ReadonlyMap<string, string>

/** Folders of the specification's repository with everything that rows can be about. */
const FOLDERS = ['content', 'data/api', 'data/event-schemas/schema'] as const

/** Largest output of git, in bytes. */
const MAX_OUTPUT = 512 * 1024 * 1024

/**
 * Reads the specification at one commit.
 *
 * @param repository - the path of a checkout of the specification's repository, or of its git directory
 * @param ref - a tag, branch or commit
 * @throws {Error} when there is no such repository or commit; the message is one sentence
 */
export function readSpec(repository: string, ref: string): SpecFiles {
  const names = git(repository, ['ls-tree', '-r', '-z', '--name-only', ref, '--', ...FOLDERS])
  const paths = names
    .toString()
    .split('\0')
    .filter((path) => /\.(md|yaml)$/.test(path))
  const contents = git(repository, ['cat-file', '--batch'], paths.map((path) => `${ref}:${path}\n`).join(''))
  return new Map(splitBatch(contents).map((text, index) => [paths[index] ?? '', text]))
}

/** Splits the output of `git cat-file --batch` into the contents of the objects. */
function splitBatch(output: Buffer): string[] {
  const texts: string[] = []
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf('\n', start)
    const size = Number(output.toString('utf8', start, end).split(' ')[2])
    texts.push(output.toString('utf8', end + 1, end + 1 + size))
    start = end + 1 + size + 1
  }
  return texts
}

function git(repository: string, args: readonly string[], input = ''): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', repository, ...args], {
    input,
    maxBuffer: MAX_OUTPUT,
  })
  if (error !== undefined) throw error
  if (status === 0) return stdout
  const reason = stderr.toString().trim().split('\n').at(-1) ?? ''
  throw new Error(`--spec ${repository}: expected a repository of the specification, found an error of git: ${reason}`)
}

/** Returns the id of the commit that a ref names. */
export function commitOf(repository: string, ref: string): string {
  return git(repository, ['rev-parse', `${ref}^{commit}`])
    .toString()
    .trim()
}
