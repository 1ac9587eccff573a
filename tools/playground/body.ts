import { html } from 'hono/html'
import { NEWEST, SPEC_VERSIONS } from '../../spec/index.ts'
import { EXAMPLES } from './examples.ts'

/** Body of the page. The script fills its text areas, and shows the result. */
export const BODY = html`<header>
<h1>Which push rule decides?</h1>
<p>Edit the rules of a user, an event and the room, and see rule by rule and condition by condition what matches, by the meaning of each version of the Matrix specification. All of it happens in this page: nothing is sent anywhere.</p>
<noscript><p class="remark">This page evaluates the rules with a script. Allow scripts for it, or use <code>plexor explain</code> on the command line.</p></noscript>
</header>
<form id="input" autocomplete="off" hidden>
<div class="choices">
<label>example<select id="example"><option value="">choose …</option>${EXAMPLES.map(({ name }, index) => html`<option value="${index}">${name}</option>`)}</select></label>
<label>version<select id="version">${SPEC_VERSIONS.toReversed().map(
  (version) => html`<option value="${version}">${version === NEWEST ? `${version}, the newest` : version}</option>`,
)}</select></label>
<label>owner of the rules<input id="user" type="text" spellcheck="false" aria-describedby="user-problem"></label>
<div class="more"><label class="switch"><input id="defaults" type="checkbox">add the default rules of the version</label>
<span class="actions"><button type="button" id="write-defaults">Write the default rules out</button><button type="button" id="share">Copy a link to this</button></span></div>
</div>
<p class="problem failed" id="user-problem" role="alert"></p>
<div id="decision" role="status" aria-live="polite"></div>
<div class="columns">
${area('rules', 'Push rules of the user', 'A ruleset, the body of GET /pushrules/, or m.push_rules', 18)}
<div>${area('event', 'Event', 'As in /sync; room_id can be missing', 11)}
${area('room', 'Room', 'member_count, and optionally display_name, power_levels, creators, version', 5)}</div>
</div>
</form>
<section aria-labelledby="result-heading" id="result-section" hidden>
<h2 id="result-heading">Rules in the order in which they are tried</h2>
<ol id="tried"></ol>
<p id="untried" class="hint"></p>
</section>
<footer class="faint"><p>Made with the rule engine of Plexor, <code>plexor/rules</code>. The link keeps everything behind the <code>#</code>, which browsers do not send.</p></footer>`

function area(id: string, label: string, hint: string, rows: number) {
  return html`<div class="area"><label for="${id}">${label}</label><span class="hint" id="${id}-hint">${hint}</span>
<textarea id="${id}" rows="${rows}" spellcheck="false" aria-describedby="${id}-hint ${id}-problem"></textarea>
<p class="problem failed" id="${id}-problem" role="alert"></p></div>
`
}
