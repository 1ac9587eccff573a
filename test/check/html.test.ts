import t from 'tap'
import { applyFixes, checkText } from '../../check/index.ts'
import { eachFindsMarked, type MarkedRow } from './found.ts'

const RULE = '{"rule_id": "a", "actions": [▲"ring"]}'

t.test('blocks of code in HTML', async (t) => {
  const rows: MarkedRow[] = [
    ['a block with a language', `<pre><code class="language-json">${RULE}</code></pre>`, ['error unknown-action']],
    [
      'a block in colours',
      '<div class="highlight-json notranslate"><div class="highlight"><pre><span></span><span class="p">{</span><span class="nt">"rule_id"</span>:\n "a", <b>"actions"</b>: [▲<i>"ring"</i>]}</pre></div></div>'.replace(
        '▲<i>',
        '<i>▲',
      ),
      ['error unknown-action'],
    ],
    ['a block without a language', `<PRE>${RULE}</PRE>`, ['error unknown-action']],
    [
      'character references',
      '<pre>{&quot;rule_id&quot;: &#34;a&#34;, "actions": [▲&quot;ring&quot;]}</pre>',
      ['error unknown-action'],
    ],
    ['a command', `<pre>curl -X ▲POST 'https://h/_matrix/client/v3/pushrules/'</pre>`, ['error wrong-method']],
    ['another language', `<pre class="lang-js">${RULE.replace('▲', '')}</pre>`, []],
    ['the line numbers of a block', '<table><tr><td><pre>1\n2</pre><td><pre>{}</pre></table>', []],
    ['JSON in a span of code', `<p>The rule <code>${RULE}</code> rings.`, ['error unknown-action']],
    ['a script', `<script>var rule = ${RULE.replace('▲', '')}</script><style>{"a",}</style>`, []],
    ['nothing', '', []],
  ]
  eachFindsMarked(t, rows, 'html')
})

t.test('the text around blocks', async (t) => {
  const notifies = '<pre>{"rule_id": "a", "actions": ▲["notify"]}</pre>'
  const event = (body: string) => `<pre>▲{"type": "m.room.message", "content": {"body": "${body}"}}</pre>`
  const list = '<p>The pattern <code>te?</code> matches:</p>\n<ul>\n <li><code>tea</code></li>\n'
  const rows: MarkedRow[] = [
    ['a paragraph', `<p>To mute\n a room:</p>\n${notifies}`, ['error prose-effect']],
    ['a paragraph without its end', `<p>To mute a room:${notifies}`, ['error prose-effect']],
    ['text in a section', `<section>To mute a room:${notifies}</section>`, ['error prose-effect']],
    ['text of another section', `<p>To mute a room:</p><h2>Ring</h2>${notifies.replace('▲', '')}`, []],
    [
      'a heading with a link to itself',
      '<h3><code>.m.rule.master</code><a class="headerlink" href="#a">¶</a></h3><p>Definition:</p><pre>{"rule_id": ▲".m.rule.tombstone", "actions": []}</pre>',
      ['warning prose-name'],
    ],
    [
      'a list of values',
      `${list}<li><code>▲ten of them</code></li></ul>`.replace('ten of them', 't'),
      ['error value-match'],
    ],
    [
      'a table',
      '<table><thead><tr><th>Pattern</th><th>Value</th><th>Matches</th></tr></thead><tbody><tr><td><code>a?</code></td><td><code>▲a</code></td><td>yes</td></tr></tbody></table>',
      ['error value-match'],
    ],
    [
      'an event after a condition',
      `<p>If <code>key</code> is <code>content.body</code> and <code>pattern</code> is <code>te?</code>, the following event will match:</p>${event('t')}`,
      ['error event-match'],
    ],
  ]
  eachFindsMarked(t, rows, 'html')
})

t.test('comments silence findings', async (t) => {
  const comment = '<!-- plexor-ignore unknown-action: shows what servers refuse -->'
  const rows: MarkedRow[] = [
    ['in the next block', `${comment}\n<div><pre>${RULE.replace('▲', '')}</pre></div>`, []],
    [
      'not in the one after it',
      `${comment}<p>Text</p><pre>${RULE}</pre>`,
      ['error ignore-comment', 'error unknown-action'],
    ],
    ['with nothing after it', `<p>Text</p>${comment}`, ['error ignore-comment']],
  ]
  const mark = (row: MarkedRow): MarkedRow => [
    row[0],
    row[2][0] === 'error ignore-comment' ? row[1].replace('<!--', '▲<!--') : row[1],
    row[2],
  ]
  eachFindsMarked(t, rows.map(mark), 'html')
})

t.test('fixes keep character references whole', async (t) => {
  const fixed = (text: string) => applyFixes(text, checkText('a', text, 'html', { specVersion: 'v1.19' }).findings).text
  t.equal(fixed('<pre>{"actions": ["notify",]}</pre>'), '<pre>{"actions": ["notify"]}</pre>')
  t.equal(fixed('<pre>{"a": 1 "b": 2}</pre>'), '<pre>{"a": 1, "b": 2}</pre>')
  const quoted = '<pre>{&quot;a&quot;: &quot;b&quot; &quot;c&quot;: 1}</pre>'
  t.equal(fixed(quoted), quoted)
})
