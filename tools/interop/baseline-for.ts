import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Returns the file with the known failures of a version of a server: `NAME-VERSION.baseline.yaml` if there is one,
 * otherwise `NAME.baseline.yaml`.
 */
export function baselineFor(name: string, version: string, folder = new URL('.', import.meta.url)): string {
  const own = fileOf(`${name}-${version}.baseline.yaml`, folder)
  return existsSync(own) ? own : fileOf(`${name}.baseline.yaml`, folder)
}

function fileOf(name: string, folder: URL): string {
  return fileURLToPath(new URL(name, folder))
}
