import { readFileSync } from 'node:fs'
import t from 'tap'
import { RULES } from '../../check/index.ts'

/** Ids that users write into comments that ignore findings: new ones may be added, but none renamed or removed. */
const IDS = [
  'json-syntax',
  'json-trailing-comma',
  'json-missing-comma',
  'json-duplicate-key',
  'json-comment',
  'json-ellipsis',
  'json-fragment',
  'yaml-syntax',
  'nested-too-deep',
  'too-long',
  'unknown-action',
  'historical-action',
  'unknown-condition',
  'other-version-condition',
  'malformed-condition',
  'vacuous-condition',
  'unescaped-key',
  'rule-shape',
  'rule-id',
  'default-rule',
  'default-rule-version',
  'default-rule-order',
  'schema',
  'own-schema',
  'path-parameter',
  'pusher-url',
  'shell-syntax',
  'unknown-endpoint',
  'wrong-method',
  'path-version',
  'percent-encoding',
  'query-parameter',
  'credential-in-url',
  'placeholder',
  'request-body',
  'missing-predecessor',
  'value-match',
  'event-match',
  'prose-effect',
  'prose-enabled',
  'prose-name',
  'prose-kind',
  'prose-value',
  'prose-required',
  'prose-count',
  'prose-sound',
  'ignore-comment',
  'too-many-findings',
  'failed-request',
  'unexecuted-request',
]

t.test('the ids of rules are stable', async (t) => {
  t.strictSame(Object.keys(RULES), IDS)
})

t.test('the guide lists all rules', async (t) => {
  const guide = readFileSync(new URL('../../docs/checking-examples.md', import.meta.url), 'utf8')
  const rows = Object.entries(RULES).map(([id, { severity, finds }]) => `| \`${id}\` | ${severity} | ${finds} |`)
  t.match(guide, rows.join('\n'))
})
