/**
 * Checks that the package can be published, before `npm publish` does: the command behind the npm script
 * `prepublishOnly`. Prints what is missing, and exits with 1 if anything is.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from './root.ts'

/** Fields of package.json, as far as publishing needs them. */
type Manifest = Readonly<Record<string, unknown>> & { version: string }

/**
 * Lists what keeps a package from being published, as sentences.
 *
 * @param manifest content of package.json
 * @param changelog text of CHANGELOG.md
 */
export function obstacles(manifest: Manifest, changelog: string): string[] {
  const missing = ['repository', 'homepage', 'bugs']
    .filter((field) => manifest[field] === undefined)
    .map((field) => `package.json: expected the field "${field}", found none`)
  const hasSection = changelog.split('\n').some((line) => line.startsWith(`## ${manifest.version} `))
  const section = `CHANGELOG.md: expected the section "${manifest.version}" with its date, found none`
  return hasSection ? missing : [...missing, section]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
  const found = obstacles(JSON.parse(read('package.json')), read('CHANGELOG.md'))
  for (const sentence of found) process.stderr.write(`${sentence}\n`)
  if (found.length > 0) process.exitCode = 1
}
