import { document } from '../../reports/html/document.ts'
import { browserScript } from '../build/browser-script.ts'
import { BODY } from './body.ts'
import { PLAYGROUND_STYLE } from './style.ts'

/**
 * Formats the playground: one HTML page that evaluates push rules with the rule engine, and explains each rule. It needs no
 * network, and its content security policy allows none.
 */
export function renderPlayground(): string {
  // A script ends at the first "</script", wherever that is
  const script = browserScript('tools/playground/browser/main.ts').replaceAll('</script', '<\\/script')
  return document({ title: 'Playground of push rules', body: BODY, style: PLAYGROUND_STYLE, script })
}
