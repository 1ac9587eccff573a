import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t from 'tap'
import {
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node.js'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

// The client is the one of the library that editors use.

const LAUNCHER = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))

t.test('an editor gets findings and fixes as its user types', async (t) => {
  const folder = temporaryFolder(t, { 'plexor.yaml': 'check: { rules: { json-comment: off }, exclude: old }' })
  const child = spawn(process.execPath, [LAUNCHER, 'check', '--lsp'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill())
  const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  const published: PublishDiagnosticsParams[] = []
  let arrived = Promise.withResolvers<void>()
  client.onNotification('textDocument/publishDiagnostics', (one: PublishDiagnosticsParams) => {
    published.push(one)
    arrived.resolve()
  })
  const next = async (): Promise<Diagnostic[]> => {
    while (published.length === 0) {
      await arrived.promise
      arrived = Promise.withResolvers<void>()
    }
    return published.shift()?.diagnostics ?? []
  }
  client.listen()
  const { capabilities } = await client.sendRequest<{ capabilities: object }>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  })
  t.match(capabilities, { textDocumentSync: 2, codeActionProvider: { codeActionKinds: ['quickfix'] } })
  await client.sendNotification('initialized', {})

  const uri = pathToFileURL(join(folder, 'a.md')).href
  const text = 'Text.\n\n```json\n{"a": 1,} // one\n```\n'
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'markdown', version: 1, text },
  })
  const [comma, ...more] = await next()
  t.match(comma, {
    range: { start: { line: 3, character: 7 }, end: { line: 3, character: 8 } },
    severity: 1,
    code: 'json-trailing-comma',
    source: 'plexor',
    message: /^Expected no comma/,
  })
  t.strictSame(more, [], 'a rule that is off in plexor.yaml')

  const actions = await client.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: comma?.range,
    context: { diagnostics: [] },
  })
  const edits = [{ range: comma?.range, newText: '' }]
  t.match(actions, [
    { title: 'Remove it (json-trailing-comma)', kind: 'quickfix', edit: { changes: { [uri]: edits } } },
  ])
  t.equal(actions.length, 1)

  await client.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: comma?.range, text: '' }],
  })
  t.strictSame(await next(), [], 'after the fix')

  const old = pathToFileURL(join(folder, 'old/b.md')).href
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri: old, languageId: 'markdown', version: 1, text },
  })
  t.strictSame(await next(), [], 'a file that is excluded')
  await client.sendNotification('textDocument/didClose', { textDocument: { uri } })
  t.strictSame(await next(), [])

  await client.sendRequest('shutdown')
  await client.sendNotification('exit')
  const [exitCode] = await once(child, 'exit')
  t.equal(exitCode, 0)
})

t.test('the editor names the files', async (t) => {
  const folder = temporaryFolder(t, { 'a.md': 'A' })
  t.match(await runPlexor(folder, ['check', '--lsp', 'a.md']), { exitCode: 2, stderr: /--lsp: expected no files/ })
})
