import { checkCommands, checkJson, checkTree, looksLikeJson } from './examine.ts'
import { checkYaml } from './examine-yaml.ts'
import { type IgnoreComment, ignoreComment } from './ignore.ts'
import { MAX_BLOCK, MAX_DEPTH } from './limits.ts'
import { httpMessage, httpResponse } from './read/http-message.ts'
import { readJson } from './read/json.ts'
import { type MarkdownPart, readMarkdown } from './read/markdown.ts'
import { tooDeepLine } from './read/markdown-depth.ts'
import type { Prose } from './read/prose.ts'
import { checkExpected, expectationIn } from './rules/expected.ts'
import { reportJsonProblems } from './rules/json.ts'
import { checkRequest } from './rules/request.ts'
import { checkListItem, checkSentence, checkTable, type OpenClaim } from './rules/values.ts'
import type { Fragment } from './source/fragment.ts'
import type { DocumentContext } from './story.ts'

/** Checks a text of Markdown part by part; gives the comments in it that silence findings to `onIgnore`. */
export function checkMarkdown(
  fragment: Fragment,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  const deep = tooDeepLine(fragment.text)
  if (deep !== undefined) {
    const message = `The Markdown is nested more than ${MAX_DEPTH} levels deep, and is not looked into`
    document.report('nested-too-deep', fragment.range(deep, deep + 1), message)
    return
  }
  let claim: OpenClaim | undefined
  for (const part of readMarkdown(fragment)) {
    if (part.type === 'comment') {
      const comment = ignoreComment(part.text, part.range, part.covers)
      if (comment !== undefined) onIgnore(comment)
      continue
    }
    claim = checkPart(part, claim, document, onIgnore)
  }
}

/** Checks one part; gives what a list after it would be about. */
function checkPart(
  part: Exclude<MarkdownPart, { type: 'comment' }>,
  claim: OpenClaim | undefined,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): OpenClaim | undefined {
  switch (part.type) {
    case 'long':
      document.report(
        'too-long',
        part.range,
        `From here on nothing is looked into: ${MAX_BLOCK / 1024} KiB follow without an end of a block`,
      )
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
      if (checkCode(part.language, part.fragment, document, onIgnore)) document.endExample()
      return undefined
  }
}

function checkProseOf(prose: Prose, claim: OpenClaim | undefined, document: DocumentContext): OpenClaim | undefined {
  checkSpans(prose, document)
  document.addProse(prose)
  if (claim !== undefined && prose.isItem) {
    checkListItem(prose, claim, document)
    return claim
  }
  return checkSentence(prose, document)
}

/** JSON in a code span; one with words in it that stand for something is not meant to be whole. */
function checkSpans({ spans }: Prose, document: DocumentContext): void {
  for (const { value, fragment } of spans) {
    if (!looksLikeJson(value)) continue
    const { trees, problems } = readJson(fragment)
    const isLoose = problems.some(({ kind }) => kind === 'ellipsis' || kind === 'placeholder' || kind === 'word')
    if (isLoose) continue
    reportJsonProblems(problems, 'shown', document)
    // What an example in a sentence is about is the sentence, and not what comes before
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
const SHELLS = new Set(['', 'sh', 'bash', 'zsh', 'shell', 'console', 'curl', 'shell-session', 'sh-session', 'text'])

/** Checks a block of code; gives whether it was an example of something. */
function checkCode(
  language: string,
  fragment: Fragment,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): boolean {
  const place = JSON_LANGUAGES[language]
  const isPlain = language === '' || language === 'text'
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
  const message = language === 'http' || isPlain ? httpMessage(fragment) : undefined
  if (message !== undefined) {
    checkRequest(message, document)
    return true
  }
  const response = language === 'http' || isPlain ? httpResponse(fragment) : undefined
  if (response !== undefined) {
    if (/^\s*[[{]/.test(response.text)) checkJson(response, 'shown', document)
    return true
  }
  return SHELLS.has(language) && checkCommands(fragment, document)
}
