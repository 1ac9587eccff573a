import { execFileSync } from 'node:child_process'

/** Files that have to name the words to avoid, are generated, or tell history. */
const EXCLUDED = [
  /(^|\/)generated\//,
  /^reports\/published\//,
  /^CHANGELOG\.md$/,
  /^tools\/lint\/glossary\.ts$/,
  /^test\/tools\/lint\//,
]

/**
 * Lists the files of a repository whose words are checked: those that Git tracks, and new ones that it does not ignore.
 *
 * @returns paths relative to `root`, sorted
 */
export function filesToCheck(root: string): string[] {
  const output = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  return output.split('\0').filter(isChecked).toSorted()
}

/** Reports whether the words of the file at this path are checked when no file is named. */
export function isChecked(path: string): boolean {
  return /\.(ts|ya?ml|md)$/.test(path) && !EXCLUDED.some((pattern) => pattern.test(path))
}
