import { atPointer, isComplete, type Tree, textOf } from '../read/tree.ts'
import { isPlaceholderText } from '../recognise/placeholder.ts'
import type { Story } from '../story.ts'

/** Tells what a value breaks of its schema, each at its place; not what follows from a part that is left out. */
export function tellViolations(what: string, tree: Tree, violations: readonly string[], { report }: Story): void {
  const isWhole = isComplete(tree)
  for (const sentence of violations) {
    const [, pointer = '', trouble = ''] = /^At (?:the root|(\/\S*)): (.*)$/s.exec(sentence) ?? []
    const place = atPointer(tree, pointer)
    if ((isMissing(sentence) && !isWhole) || place.type === 'open' || isPlaceholderText(textOf(place) ?? '')) continue
    report('schema', place.range, `${capitalised(trouble)} (schema of the ${what})`)
  }
}

/** Whether the sentence is about a property that is not there. */
export function isMissing(sentence: string): boolean {
  return sentence.includes(', wanted the property "')
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
