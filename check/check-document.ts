import { checkCommands, checkJson, checkTree, looksLikeJson, reportJson } from './check-examples.ts'
import type { DocumentContext, FixWriter } from './document-context.ts'
import type { Fix } from './finding.ts'
import {
  type IgnoreComment,
  ignoreComment,
  ignoreCommentsInJson,
  ignoreCommentsInYaml,
  ignoreMember,
} from './ignore.ts'
import { MAX_DEPTH } from './limits.ts'
import { isInReference, readHtml } from './read/html/read-html.ts'
import { type HttpMessage, readHttpMessages } from './read/http-message.ts'
import { readJson } from './read/json/read-json.ts'
import { readMarkdown, tooDeepLine } from './read/markdown/read-markdown.ts'
import type { DocumentPart } from './read/part.ts'
import type { Prose } from './read/prose.ts'
import type { ExampleRequest } from './read/request.ts'
import { readRst } from './read/rst/read-rst.ts'
import { isObjectTree, type StringTree, type Tree } from './read/tree.ts'
import { readYaml } from './read/yaml/read-yaml.ts'
import { checkListItem, checkSentence, checkTable, type ListClaim } from './rules/prose/pattern-claims.ts'
import { checkExampleItem, checkPatternProse, type ExampleClaim } from './rules/prose/pattern-examples.ts'
import { checkStatements } from './rules/prose/statements.ts'
import { checkRequest } from './rules/requests/request.ts'
import { checkExpected, expectationIn } from './rules/schemas/expected-body.ts'
import { checkOpenApiExamples } from './rules/schemas/openapi.ts'
import { checkOwnSchemas } from './rules/schemas/own-schema.ts'
import { type JsonPlace, reportJsonProblems, reportYamlProblems } from './rules/syntax.ts'
import type { Fragment } from './source/fragment.ts'

/** Kind of document that can be checked. */
export type SourceKind = 'markdown' | 'html' | 'rst' | 'json' | 'jsonc' | 'json5' | 'yaml'

const JSON_PLACES = { json: 'file', jsonc: 'lenient', json5: 'json5' } as const

/**
 * Checks the examples in a whole document.
 *
 * @param onIgnore - receives each comment that silences findings
 */
export function checkDocument(
  fragment: Fragment,
  kind: SourceKind,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  if (kind === 'markdown') checkMarkdown(fragment, document, onIgnore)
  else if (kind === 'html') checkHtml(fragment, document, onIgnore)
  else if (kind === 'rst') checkParts(readRst(fragment), document, onIgnore)
  else if (kind === 'yaml') {
    for (const comment of ignoreCommentsInYaml(fragment.text)) onIgnore(comment)
    checkYaml(fragment, document, onIgnore)
  } else checkJsonFile(fragment, JSON_PLACES[kind], document, onIgnore)
}

/** Checks Markdown part by part. */
function checkMarkdown(
  fragment: Fragment,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  const deep = tooDeepLine(fragment.text)
  if (deep !== undefined) {
    const message = `Expected at most ${MAX_DEPTH} levels of nesting, found more: the Markdown is not checked`
    document.report('nested-too-deep', fragment.range(deep, deep + 1), message)
    return
  }
  checkParts(readMarkdown(fragment), document, onIgnore)
}

/** Checks HTML part by part. Only fixes of single characters can be written between its tags. */
function checkHtml(fragment: Fragment, document: DocumentContext, onIgnore: (comment: IgnoreComment) => void): void {
  const write: FixWriter = (fix) => (isComma(fix) && !isInReference(fragment.text, fix.range) ? fix : undefined)
  document.quoted(write, () => checkParts(readHtml(fragment), document, onIgnore))
}

/** Checks the parts of a document in their order. */
function checkParts(
  parts: Iterable<DocumentPart>,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  let claim: ListClaim | ExampleClaim | undefined
  for (const part of parts) {
    if (part.type === 'comment') {
      const comment = ignoreComment(part.text, part.range, part.covers)
      if (comment !== undefined) onIgnore(comment)
      continue
    }
    claim = checkPart(part, claim, document, onIgnore)
  }
  checkOpenRequest(undefined, document)
}

/** Checks one part; returns the claim that a list after it continues. */
function checkPart(
  part: Exclude<DocumentPart, { type: 'comment' }>,
  claim: ListClaim | ExampleClaim | undefined,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): ListClaim | ExampleClaim | undefined {
  if (part.type !== 'code') checkOpenRequest(undefined, document)
  switch (part.type) {
    case 'end':
      document.report(part.rule, part.range, part.message)
      return undefined
    case 'heading':
      checkSpans(part.prose, document)
      document.enterSection(part.depth, part.prose)
      return undefined
    case 'paragraph':
      return checkProseOf(part.prose, claim, document)
    case 'table':
      checkTable(part.rows, document)
      for (const cell of part.rows.flat()) checkSpans(cell, document)
      return undefined
    case 'code':
      if (document.openRequest !== undefined && isJsonBlock(part.language, part.fragment)) {
        checkOpenRequest(part.fragment, document)
        document.endExample()
        return undefined
      }
      checkOpenRequest(undefined, document)
      if (checkCode(part.language, part.fragment, document, onIgnore)) document.endExample()
      return undefined
  }
}

function checkProseOf(
  prose: Prose,
  claim: ListClaim | ExampleClaim | undefined,
  document: DocumentContext,
): ListClaim | ExampleClaim | undefined {
  checkSpans(prose, document)
  document.addProse(prose)
  checkStatements(prose, document)
  if (claim !== undefined && prose.isItem) {
    if ('example' in claim) checkExampleItem(prose, claim, document)
    else checkListItem(prose, claim, document)
    return claim
  }
  return checkPatternProse(prose, document) ?? checkSentence(prose, document)
}

/** Checks JSON in code spans. A span with placeholders is not intended as complete JSON and is skipped. */
function checkSpans({ spans }: Prose, document: DocumentContext): void {
  for (const { value, fragment } of spans) {
    if (!looksLikeJson(value)) continue
    const { trees, problems } = readJson(fragment)
    const isLoose = problems.some(({ kind }) => kind === 'ellipsis' || kind === 'placeholder' || kind === 'word')
    if (isLoose) continue
    reportJsonProblems(problems, 'shown', document)
    // An example within a sentence is described by that sentence, not by the prose before it
    const { lead } = document
    document.lead = []
    for (const tree of trees) checkTree(tree, document)
    document.lead = lead
  }
}

const JSON_LANGUAGES: Record<string, 'shown' | 'lenient' | 'json5'> = {
  json: 'shown',
  jsonc: 'lenient',
  json5: 'json5',
}

/** Reports whether a block is JSON, without a request line before it. */
function isJsonBlock(language: string, { text }: Fragment): boolean {
  return JSON_LANGUAGES[language] !== undefined && /^\s*[[{"]/.test(text)
}

const SHELLS = new Set(['', 'sh', 'bash', 'zsh', 'shell', 'console', 'curl', 'shell-session', 'sh-session', 'text'])

/** Matches a command at the start of a block. */
const COMMAND = /^\s*(?:[$>#]\s+)?curl\s/

/** Checks a block of code; reports whether it was an example. */
function checkCode(
  language: string,
  fragment: Fragment,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): boolean {
  const place = JSON_LANGUAGES[language]
  const isPlain = language === '' || language === 'text'
  const messages = language === 'http' || isPlain || place !== undefined ? readHttpMessages(fragment) : undefined
  if (messages !== undefined) {
    checkMessages(messages, document)
    return true
  }
  // A command with its output can be labelled with the language of the output
  if (place !== undefined && COMMAND.test(fragment.text)) return checkCommands(fragment, document)
  if (place !== undefined || (isPlain && looksLikeJson(fragment.text, true))) {
    const expected = expectationIn(document)
    if (expected === undefined) checkJson(fragment, place ?? 'shown', document)
    else checkExpected(fragment, place ?? 'shown', expected, document)
    return true
  }
  if (language === 'yaml' || language === 'yml') {
    checkYaml(fragment, document, onIgnore)
    return true
  }
  return SHELLS.has(language) && checkCommands(fragment, document)
}

/** Checks the HTTP messages of a block. A single request without a body waits for the next block. */
function checkMessages(messages: readonly HttpMessage[], document: DocumentContext): void {
  const [first, ...more] = messages
  if (first?.kind === 'request' && first.request.hasOtherBody && more.length === 0) {
    document.openRequest = { request: first.request, lead: document.lead }
    return
  }
  document.sharing(messages.length > 1, () => {
    for (const message of messages) {
      if (message.kind === 'response') checkJson(message.body, 'shown', document)
      else checkWithBody(message.request, document)
    }
  })
}

/** Checks a request. The body of an endpoint that is not known is checked by its shape. */
function checkWithBody(request: ExampleRequest, document: DocumentContext): void {
  const { body } = request
  const isKnown = checkRequest(request, document)
  if (!isKnown && body !== undefined) checkJson(body.fragment, 'shown', document)
}

/** Checks the request of the block before: with this block as its body if it is JSON, or else without. */
function checkOpenRequest(body: Fragment | undefined, document: DocumentContext): void {
  const { openRequest } = document
  if (openRequest === undefined) return
  const { request, lead } = openRequest
  const after = document.lead
  document.openRequest = undefined
  document.lead = lead
  const shown = body && { body: { fragment: body, variables: [] }, hasOtherBody: false }
  checkWithBody({ ...request, ...shown }, document)
  document.lead = after
}

/** Checks YAML, and the JSON, Markdown and commands in its strings. */
function checkYaml(fragment: Fragment, document: DocumentContext, onIgnore: (comment: IgnoreComment) => void): void {
  const { trees, problems } = readYaml(fragment)
  reportYamlProblems(problems, fragment.text, document)
  // If the YAML does not parse, the strings in it are uncertain
  const write: FixWriter = (fix) => (problems.length === 0 ? fix : undefined)
  document.quoted(write, () => {
    for (const tree of trees) {
      checkOpenApiExamples(tree, document)
      if (problems.length === 0) checkOwnSchemas(tree, document.name, document.library, document)
      checkTree(tree, document, (key, text) => checkString(key, text, document, onIgnore))
    }
  })
}

const PROSE_KEYS = new Set(['description', 'summary', 'text', 'title', 'note', 'notes'])

function checkString(
  key: string,
  { content, isBlock }: StringTree,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  if (content === undefined) return
  const write: FixWriter = (fix) => (isBlock || isComma(fix) ? fix : undefined)
  document.quoted(write, () => checkTextNode(key, content, document, onIgnore))
}

/** Reports whether the fix adds or removes one comma or colon, which is possible in any kind of quotes. */
function isComma({ range, text }: Fix): boolean {
  return /^[,:]?$/.test(text) && range.end - range.start <= 1
}

/** Checks a string as JSON if it looks like JSON, as Markdown if its key says so, or else for commands. */
function checkTextNode(
  key: string,
  content: Fragment,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  if (looksLikeJson(content.text)) checkJson(content, 'shown', document)
  else if (PROSE_KEYS.has(key)) checkMarkdown(content, document, onIgnore)
  else checkCommands(content, document)
}

/**
 * Checks a JSON file, which has to be one value.
 *
 * @param onIgnore - receives comments, and `$comment` members, which work in JSON without comments too
 */
function checkJsonFile(
  fragment: Fragment,
  place: JsonPlace,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  const read = readJson(fragment)
  for (const comment of ignoreCommentsInJson(fragment.text)) onIgnore(comment)
  for (const tree of read.trees) for (const comment of ignoreMembers(tree)) onIgnore(comment)
  reportJson(read, fragment, place, document, true)
  const [first, second] = read.trees
  if (first === undefined && read.problems.length === 0)
    document.report('json-syntax', fragment.range(0, 0), 'Expected a JSON value, found an empty file')
  if (second !== undefined)
    document.report('json-syntax', second.range, 'Expected one JSON value, found a second one after it')
  for (const tree of read.trees) {
    if (read.problems.length === 0) checkOwnSchemas(tree, document.name, document.library, document)
    checkTree(tree, document)
  }
}

function* ignoreMembers(tree: Tree): Generator<IgnoreComment> {
  if (tree.type === 'array') for (const item of tree.items) yield* ignoreMembers(item)
  if (!isObjectTree(tree)) return
  for (const { key, value } of tree.members) {
    const comment = key === '$comment' && value.type === 'string' && ignoreMember(value.value, value.range, tree.range)
    if (comment) yield comment
    yield* ignoreMembers(value)
  }
}
