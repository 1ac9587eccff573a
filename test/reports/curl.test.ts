import { execFileSync } from 'node:child_process'
import t from 'tap'
import { visible } from '../../common/text.ts'
import { curlOf } from '../../reports/curl.ts'
import type { TimelineEntry } from '../../run/index.ts'
import { HOSTILE, sampleRun } from './sample-run.ts'

const TARGET = { ...sampleRun().target, url: 'https://hs.example/' }

function entry(changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    at: 0,
    kind: 'client',
    actor: 'alice',
    summary: '',
    method: 'GET',
    path: '/_matrix/client/versions',
    ...changes,
  }
}

/** Returns the arguments that a shell passes to curl for this command. */
function argumentsOf(command: string): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ALICE_TOKEN=secret; ${command}`
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

for (const { what, changes, command } of [
  { what: 'a request', changes: {}, command: 'curl https://hs.example/_matrix/client/versions' },
  {
    what: 'a request of a user',
    changes: { signedIn: true, path: '/sync?since=a&timeout=0' },
    command: `curl -H "Authorization: Bearer $ALICE_TOKEN" 'https://hs.example/sync?since=a&timeout=0'`,
  },
  {
    what: 'a request with a body',
    changes: { method: 'PUT', path: '/rooms/!a', requestBody: { body: "it's" } },
    command: `curl -X PUT -H 'Content-Type: application/json' --data-raw '{"body":"it'\\''s"}' 'https://hs.example/rooms/!a'`,
  },
  {
    what: 'a body that was sent as text',
    changes: { method: 'POST', path: '/x', requestBody: '{"a":', requestBodyForm: 'text' },
    command: `curl -X POST -H 'Content-Type: application/json' --data-raw '{"a":' https://hs.example/x`,
  },
  {
    what: 'a text as JSON',
    changes: { method: 'POST', path: '/x', requestBody: '@/etc/passwd' },
    command: `curl -X POST -H 'Content-Type: application/json' --data-raw '"@/etc/passwd"' https://hs.example/x`,
  },
  { what: 'brackets', changes: { path: '/{a}[1]' }, command: `curl -g 'https://hs.example/{a}[1]'` },
  {
    what: 'a user with another name',
    changes: { signedIn: true, actor: '2nd $(rm)' },
    command: 'curl -H "Authorization: Bearer $USER_2ND_RM__TOKEN" https://hs.example/_matrix/client/versions',
  },
] as { what: string; changes: Partial<TimelineEntry>; command: string }[]) {
  t.test(`the command for ${what}`, async (t) => t.equal(curlOf(entry(changes), TARGET), command))
}

for (const { what, changes } of [
  { what: 'a push', changes: { kind: 'gateway' } },
  { what: 'a remark', changes: { kind: 'note', method: undefined } },
  { what: 'a body of which only the beginning is stored', changes: { requestBody: '{"a', requestBodyForm: 'cut' } },
  { what: 'a body that is too long to copy', changes: { requestBody: { body: 'x'.repeat(10_000) } } },
] as { what: string; changes: Partial<TimelineEntry> }[]) {
  t.test(`there is no command for ${what}`, async (t) => t.equal(curlOf(entry(changes), TARGET), undefined))
}

t.test('there is no command for an evaluator', async (t) => {
  t.equal(curlOf(entry(), { kind: 'evaluator', name: 'a program' }), undefined)
})

t.test('a shell passes to curl what was sent, whatever its content, and runs nothing else', async (t) => {
  const nasty = ["'; touch x; '", '$(touch x)', '`touch x`', '"', '\\', '!!', '$HOME', '\n', "'\\''", '*', '~', '-o']
  for (const text of [...nasty, HOSTILE.replaceAll('\0', ''), nasty.join('')]) {
    const command = curlOf(entry({ method: 'PUT', path: '/x', signedIn: true, requestBody: { text } }), TARGET) ?? ''
    t.equal(visible(command), command, 'is safe on a terminal, and one line')
    const [, , , authorization, , , flag, body = ''] = argumentsOf(command)
    t.strictSame([authorization, flag], ['Authorization: Bearer secret', '--data-raw'])
    t.strictSame(JSON.parse(body), { text })
    const raw = entry({ method: 'PUT', path: '/x', requestBody: text, requestBodyForm: 'text' })
    t.equal(argumentsOf(curlOf(raw, TARGET) ?? '').at(-2), text.toWellFormed())
  }
})
