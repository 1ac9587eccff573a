import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type CodeAction,
  CodeActionKind,
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  ProposedFeatures,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  TextDocuments,
  type TextEdit,
} from 'vscode-languageserver/node.js'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Fix, SchemaLibrary, type SourceKind, startCheck } from '../../check/index.ts'
import { VERSION } from '../version.ts'
import { formatOf, readerWithin } from './files.ts'
import type { CheckSettings } from './settings.ts'

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
} as const

/** Finding as editors show it, with the edit that corrects it if that is certain. */
interface Shown {
  diagnostic: Diagnostic
  fix: { title: string; edit: TextEdit } | undefined
}

/**
 * Serves the Language Server Protocol: publishes the findings of each open document, and offers their fixes.
 *
 * @returns the exit code, when the editor ends the connection
 */
export async function serveEditor(
  settings: Pick<CheckSettings, 'specVersion' | 'config'>,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<number> {
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(input),
    new StreamMessageWriter(output),
  )
  const documents = new TextDocuments(TextDocument)
  const shown = new Map<string, Shown[]>()
  const { promise, resolve: end } = Promise.withResolvers<number>()
  connection.onInitialize(() => ({
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    },
    serverInfo: { name: 'plexor', version: VERSION },
  }))
  documents.onDidChangeContent(({ document }) => {
    const findings = findingsIn(document, settings)
    shown.set(document.uri, findings)
    const diagnostics = findings.map(({ diagnostic }) => diagnostic)
    void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics })
  })
  documents.onDidClose(({ document: { uri } }) => {
    shown.delete(uri)
    void connection.sendDiagnostics({ uri, diagnostics: [] })
  })
  connection.onCodeAction(({ textDocument: { uri }, range }) =>
    (shown.get(uri) ?? [])
      .filter(({ diagnostic }) => overlap(diagnostic.range, range))
      .flatMap((one) => actionOf(one, uri)),
  )
  connection.onExit(() => end(0))
  documents.listen(connection)
  connection.listen()
  input.once('end', () => end(0))
  return await promise
}

function findingsIn(
  document: TextDocument,
  { specVersion, config }: Pick<CheckSettings, 'specVersion' | 'config'>,
): Shown[] {
  const path = document.uri.startsWith('file:') ? fileURLToPath(document.uri) : 'untitled.md'
  const format = FORMATS[document.languageId] ?? formatOf(path)
  if (format === undefined || config.excludes(path)) return []
  const library = new SchemaLibrary(readerWithin([path, '.']), (name) => resolve(name))
  const name = relative('.', path)
  const version = config.versionOf(path) ?? specVersion
  const { findings } = startCheck(name, document.getText(), format, {
    specVersion: version,
    rules: config.rules,
    library,
  }).finish()
  const rangeOf = ({ start, end }: { start: number; end: number }): Range => ({
    start: document.positionAt(start),
    end: document.positionAt(end),
  })
  return findings.map(({ rule, severity, range, message, hint, fix }) => ({
    diagnostic: {
      range: rangeOf(range),
      severity: SEVERITIES[severity],
      code: rule,
      source: 'plexor',
      message: hint === undefined ? message : `${message}\n${hint}`,
    },
    fix: fix && { title: titleOf(fix), edit: { range: rangeOf(fix.range), newText: fix.text } },
  }))
}

/** Formats by the language that the editor gives a document. */
const FORMATS: Readonly<Record<string, SourceKind>> = {
  markdown: 'markdown',
  html: 'html',
  restructuredtext: 'rst',
  yaml: 'yaml',
  json: 'json',
  jsonc: 'jsonc',
  json5: 'json5',
}

function titleOf({ text }: Fix): string {
  return text === '' ? 'Remove it' : `Write ${text}`
}

function actionOf({ diagnostic, fix }: Shown, uri: string): CodeAction[] {
  if (fix === undefined) return []
  return [
    {
      title: `${fix.title} (${diagnostic.code})`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: true,
      edit: { changes: { [uri]: [fix.edit] } },
    },
  ]
}

function overlap(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start)
}

function isBefore(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character)
}
