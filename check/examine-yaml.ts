import { checkCommands, checkJson, checkTree, looksLikeJson } from './examine.ts'
import { checkMarkdown } from './examine-markdown.ts'
import type { Fix } from './finding.ts'
import type { IgnoreComment } from './ignore.ts'
import type { StringTree } from './read/tree.ts'
import { readYaml } from './read/yaml.ts'
import { checkDocument } from './rules/openapi.ts'
import { reportYamlProblems } from './rules/yaml.ts'
import type { Fragment } from './source/fragment.ts'
import type { DocumentContext, FixWriter } from './story.ts'

/** Checks a text of YAML, and the JSON, Markdown and commands in its strings. */
export function checkYaml(
  fragment: Fragment,
  document: DocumentContext,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  const { trees, problems } = readYaml(fragment)
  reportYamlProblems(problems, document)
  // Where the YAML itself is broken, nobody knows what is a string in it
  const write: FixWriter = (fix) => (problems.length === 0 ? fix : undefined)
  document.quoted(write, () => {
    for (const tree of trees) {
      checkDocument(tree, document)
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

/** Whether the mend writes or removes one comma, which can be done in whatever quotes. */
function isComma({ range, text }: Fix): boolean {
  return /^,?$/.test(text) && range.end - range.start <= 1
}

/** Checks a string: JSON by its looks, Markdown by its key, and commands wherever they are. */
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
