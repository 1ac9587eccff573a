import { examineCommands, examineJson, examineTree, looksLikeJson } from './examine.ts'
import { examineYaml } from './examine-yaml.ts'
import { type IgnoreComment, ignoreComment } from './ignore.ts'
import { MAX_BLOCK, MAX_DEPTH } from './limits.ts'
import { httpAnswer, httpMessage } from './read/http-message.ts'
import { readJson } from './read/json.ts'
import { type MarkdownPart, readMarkdown } from './read/markdown.ts'
import { tooDeepLine } from './read/markdown-depth.ts'
import type { Prose } from './read/prose.ts'
import { checkExpected, expectationIn } from './rules/expected.ts'
import { tellJsonProblems } from './rules/json.ts'
import { checkRequest } from './rules/request.ts'
import { checkListItem, checkSentence, checkTable, type OpenClaim } from './rules/values.ts'
import type { Fragment } from './source/fragment.ts'
import type { Story } from './story.ts'

/** Checks a text of Markdown part by part; gives the comments in it that silence findings to `onIgnore`. */
export function examineMarkdown(fragment: Fragment, story: Story, onIgnore: (comment: IgnoreComment) => void): void {
  const deep = tooDeepLine(fragment.text)
  if (deep !== undefined) {
    const message = `The Markdown is nested more than ${MAX_DEPTH} levels deep, and is not looked into`
    story.report('nested-too-deep', fragment.range(deep, deep + 1), message)
    return
  }
  let claim: OpenClaim | undefined
  for (const part of readMarkdown(fragment)) {
    if (part.type === 'comment') {
      const comment = ignoreComment(part.text, part.range, part.covers)
      if (comment !== undefined) onIgnore(comment)
      continue
    }
    claim = examinePart(part, claim, story, onIgnore)
  }
}

/** Checks one part; gives what a list after it would be about. */
function examinePart(
  part: Exclude<MarkdownPart, { type: 'comment' }>,
  claim: OpenClaim | undefined,
  story: Story,
  onIgnore: (comment: IgnoreComment) => void,
): OpenClaim | undefined {
  switch (part.type) {
    case 'long':
      story.report(
        'too-long',
        part.range,
        `From here on nothing is looked into: ${MAX_BLOCK / 1024} KiB follow without an end of a block`,
      )
      return undefined
    case 'heading':
      examineSpans(part.prose, story)
      story.enterSection(part.depth, part.prose)
      return undefined
    case 'paragraph':
      return examineProse(part.prose, claim, story)
    case 'table':
      checkTable(part.rows, story)
      for (const cell of part.rows.flat()) examineSpans(cell, story)
      return undefined
    case 'code':
      if (examineCode(part.language, part.fragment, story, onIgnore)) story.endExample()
      return undefined
  }
}

function examineProse(prose: Prose, claim: OpenClaim | undefined, story: Story): OpenClaim | undefined {
  examineSpans(prose, story)
  story.addProse(prose)
  if (claim !== undefined && prose.isItem) {
    checkListItem(prose, claim, story)
    return claim
  }
  return checkSentence(prose, story)
}

/** JSON in a code span; one with words in it that stand for something is not meant to be whole. */
function examineSpans({ spans }: Prose, story: Story): void {
  for (const { value, fragment } of spans) {
    if (!looksLikeJson(value)) continue
    const { trees, problems } = readJson(fragment)
    const isLoose = problems.some(({ kind }) => kind === 'ellipsis' || kind === 'placeholder' || kind === 'word')
    if (isLoose) continue
    tellJsonProblems(problems, 'shown', story)
    // What an example in a sentence is about is the sentence, and not what comes before
    const { lead } = story
    story.lead = []
    for (const tree of trees) examineTree(tree, story)
    story.lead = lead
  }
}

const JSON_LANGUAGES: Record<string, 'shown' | 'lenient' | 'json5'> = {
  json: 'shown',
  jsonc: 'lenient',
  json5: 'json5',
}
const SHELLS = new Set(['', 'sh', 'bash', 'zsh', 'shell', 'console', 'curl', 'shell-session', 'sh-session', 'text'])

/** Checks a block of code; gives whether it was an example of something. */
function examineCode(
  language: string,
  fragment: Fragment,
  story: Story,
  onIgnore: (comment: IgnoreComment) => void,
): boolean {
  const place = JSON_LANGUAGES[language]
  const isPlain = language === '' || language === 'text'
  if (place !== undefined || (isPlain && looksLikeJson(fragment.text, true))) {
    const expected = expectationIn(story)
    if (expected === undefined) examineJson(fragment, place ?? 'shown', story)
    else checkExpected(fragment, place ?? 'shown', expected, story)
    return true
  }
  if (language === 'yaml' || language === 'yml') {
    examineYaml(fragment, story, onIgnore)
    return true
  }
  const message = language === 'http' || isPlain ? httpMessage(fragment) : undefined
  if (message !== undefined) {
    checkRequest(message, story)
    return true
  }
  const answer = language === 'http' || isPlain ? httpAnswer(fragment) : undefined
  if (answer !== undefined) {
    if (/^\s*[[{]/.test(answer.text)) examineJson(answer, 'shown', story)
    return true
  }
  return SHELLS.has(language) && examineCommands(fragment, story)
}
