import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { document } from '../../reports/html/document.ts'
import { ROOT } from '../build/root.ts'
import { BODY } from './body.ts'
import { PLAYGROUND_STYLE } from './style.ts'

/**
 * Formats the playground: one HTML page that evaluates push rules with the rule engine, and explains each rule. It needs no
 * network, and its content security policy allows none.
 */
export function renderPlayground(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(ROOT, 'tools/playground/browser/main.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    write: false,
  })
  // A script ends at the first "</script", wherever that is
  const script = outputFiles.map(({ text }) => text.trim().replaceAll('</script', '<\\/script')).join('')
  return document({ title: 'Playground of push rules', body: BODY, style: PLAYGROUND_STYLE, script })
}
