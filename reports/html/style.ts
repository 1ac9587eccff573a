import { createHash } from 'node:crypto'

/** Style of the page. It refers to nothing else, so the page needs no network. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --faint: #5b6470; --line: #d5d9de; --box: #f5f6f8;
  --green: #14713a; --red: #b3141c; --yellow: #8a5a00; --blue: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6ea; --paper: #16181c; --faint: #a2abb6; --line: #3a3f47;
  --box: #1f2228; --green: #5fcf8b; --red: #ff8a8a; --yellow: #e8b65a; --blue: #7db8ff; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 75rem;
  margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
a { color: var(--blue); }
code, pre, svg text { font-family: ui-monospace, monospace; font-size: .87rem; }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: .25rem 0;
  white-space: pre-wrap; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .75rem; margin: .5rem 0; }
summary { cursor: pointer; }
.faint { color: var(--faint); }
.passed, .good { color: var(--green); } .failed, .inconclusive, .bad { color: var(--red); } .warned, .known { color: var(--yellow); }
.noted, .skipped, .none { color: var(--faint); } code.decisive { color: var(--red); font-weight: 600; }
.verdict { font-weight: 600; }
.sequence { overflow-x: auto; }
svg { display: block; min-width: 40rem; width: 100%; height: auto; }
svg text { fill: var(--ink); font-size: 12px; }
svg .life { stroke: var(--line); } svg .arrow { stroke: var(--blue); stroke-width: 1.5; }
svg .head { fill: var(--blue); } svg .push { stroke: var(--green); stroke-width: 1.5; } svg .pushhead { fill: var(--green); }
svg .bad, svg text.decisive, svg path.decisive { fill: var(--red); } svg text.decisive { font-weight: 700; }
svg line.decisive { stroke: var(--red); stroke-width: 2.5; } svg .note { fill: var(--faint); font-style: italic; }
`

/**
 * Content security policy of the page: only its own style, without scripts, images, forms or requests.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')
