import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { ROOT } from './root.ts'

/**
 * Bundles a module and what it imports into one small script for browsers.
 *
 * @param entry path of the module, from the root of the repository
 */
export function browserScript(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(ROOT, entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    write: false,
  })
  return outputFiles.map(({ text }) => text.trim()).join('')
}
