import { checkTree, reportJson } from './examine.ts'
import { type IgnoreComment, ignoreCommentsInJson, ignoreMember } from './ignore.ts'
import { readJson } from './read/json.ts'
import { isObjectTree, type Tree } from './read/tree.ts'
import type { JsonPlace } from './rules/json.ts'
import type { Fragment } from './source/fragment.ts'
import type { DocumentContext } from './story.ts'

/**
 * Checks a file of JSON, which is one value; gives what silences findings in it to `onIgnore`: comments, and members
 * called `$comment` for those who read JSON without comments.
 */
export function checkJsonFile(
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
    document.report('json-syntax', fragment.range(0, 0), 'The file is empty, wanted JSON')
  if (second !== undefined)
    document.report('json-syntax', second.range, 'The file has a second value after its first one')
  for (const tree of read.trees) checkTree(tree, document)
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
