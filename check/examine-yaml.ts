import { examineCommands, examineJson, examineTree, looksLikeJson } from './examine.ts'
import { examineMarkdown } from './examine-markdown.ts'
import type { Mend } from './finding.ts'
import type { IgnoreComment } from './ignore.ts'
import type { StringTree } from './read/tree.ts'
import { readYaml } from './read/yaml.ts'
import { checkDocument } from './rules/openapi.ts'
import { tellYamlProblems } from './rules/yaml.ts'
import type { Fragment } from './source/fragment.ts'
import type { MendWriter, Story } from './story.ts'

/** Checks a text of YAML, and the JSON, Markdown and commands in its strings. */
export function examineYaml(fragment: Fragment, story: Story, onIgnore: (comment: IgnoreComment) => void): void {
  const { trees, problems } = readYaml(fragment)
  tellYamlProblems(problems, story)
  // Where the YAML itself is broken, nobody knows what is a string in it
  const write: MendWriter = (mend) => (problems.length === 0 ? mend : undefined)
  story.quoted(write, () => {
    for (const tree of trees) {
      checkDocument(tree, story)
      examineTree(tree, story, (key, text) => examineString(key, text, story, onIgnore))
    }
  })
}

const PROSE_KEYS = new Set(['description', 'summary', 'text', 'title', 'note', 'notes'])

function examineString(
  key: string,
  { content, isBlock }: StringTree,
  story: Story,
  onIgnore: (comment: IgnoreComment) => void,
): void {
  if (content === undefined) return
  const write: MendWriter = (mend) => (isBlock || isComma(mend) ? mend : undefined)
  story.quoted(write, () => examineText(key, content, story, onIgnore))
}

/** Whether the mend writes or removes one comma, which can be done in whatever quotes. */
function isComma({ range, text }: Mend): boolean {
  return /^,?$/.test(text) && range.end - range.start <= 1
}

/** Checks a string: JSON by its looks, Markdown by its key, and commands wherever they are. */
function examineText(key: string, content: Fragment, story: Story, onIgnore: (comment: IgnoreComment) => void): void {
  if (looksLikeJson(content.text)) examineJson(content, 'shown', story)
  else if (PROSE_KEYS.has(key)) examineMarkdown(content, story, onIgnore)
  else examineCommands(content, story)
}
