import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { readDocuments } from '../../cli/docs/documents.ts'
import { ROOT } from './root.ts'

/** Version of Node.js that the syntax of the bundle needs. */
const TARGET = 'node22'

/**
 * Bundles the `plexor` command, with all packages and documents, into one CommonJS file: a single-executable application
 * can load nothing else.
 *
 * @param outfile path of the file to write
 */
export async function bundleCommand(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(ROOT, 'cli/executable.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: TARGET,
    format: 'cjs',
    // There is no file from which import() could load anything
    supported: { 'dynamic-import': false },
    // The other variants of some packages load parts of themselves in ways that cannot be bundled
    mainFields: ['module', 'main'],
    // Names are kept for stack traces
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [embeddedDocuments()],
  })
}

/** Replaces the file that reads the documents with one that contains them. */
function embeddedDocuments(): Plugin {
  return {
    name: 'embedded-documents',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]cli[\\/]docs[\\/]documents\.ts$/ }, () => {
        return { contents: `export const readDocuments = () => ${JSON.stringify(readDocuments())}`, loader: 'js' }
      })
    },
  }
}
