import { examineCommands, examineJson, examineTree, looksLikeJson } from './examine.ts'
import { examineMarkdown } from './examine-markdown.ts'
import type { IgnoreComment } from './ignore.ts'
import { readYaml } from './read/yaml.ts'
import { checkDocument } from './rules/openapi.ts'
import { tellYamlProblems } from './rules/yaml.ts'
import type { Fragment } from './source/fragment.ts'
import type { Story } from './story.ts'

/** Checks a text of YAML, and the JSON, Markdown and commands in its strings. */
export function examineYaml(fragment: Fragment, story: Story, onIgnore: (comment: IgnoreComment) => void): void {
  const { trees, problems } = readYaml(fragment)
  tellYamlProblems(problems, story)
  for (const tree of trees) {
    checkDocument(tree, story)
    examineTree(tree, story, (key, content) => examineText(key, content, story, onIgnore))
  }
}

const PROSE_KEYS = new Set(['description', 'summary', 'text', 'title', 'note', 'notes'])

/** Checks a string: JSON by its looks, Markdown by its key, and commands wherever they are. */
function examineText(key: string, content: Fragment, story: Story, onIgnore: (comment: IgnoreComment) => void): void {
  if (looksLikeJson(content.text)) examineJson(content, 'shown', story)
  else if (PROSE_KEYS.has(key)) examineMarkdown(content, story, onIgnore)
  else examineCommands(content, story)
}
