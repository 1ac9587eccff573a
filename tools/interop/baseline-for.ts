import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Returns the file with the known failures of a version of a homeserver: `NAME-VERSION.baseline.yaml` if there is one,
 * otherwise `NAME.baseline.yaml`.
 */
export function baselineFor(name: string, version: string): string {
  const own = fileOf(`${name}-${version}.baseline.yaml`)
  return existsSync(own) ? own : fileOf(`${name}.baseline.yaml`)
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
