import { html } from 'hono/html'
import { visible } from '../../common/text.ts'
import type { Html } from './document.ts'

/** Shows why the results of runs cannot simply be set side by side; nothing if there is no reason. */
export function warningBox(warnings: readonly string[]): Html {
  if (warnings.length === 0) return html``
  return html`<div class="remark"><strong>Mind when you compare:</strong><ul>${warnings.map((line) => html`<li>${visible(line)}</li>`)}</ul></div>`
}
