import { atPointer, isComplete, type Tree, textOf } from '../read/tree.ts'
import { isPlaceholderText } from '../recognise/placeholder.ts'
import type { DocumentContext } from '../story.ts'

/** Tells what a value breaks of its schema, each at its place; not what follows from a part that is left out. */
export function reportViolations(
  what: string,
  tree: Tree,
  violations: readonly string[],
  { report }: DocumentContext,
): void {
  const isWhole = isComplete(tree)
  for (const sentence of withOneOfMissing(violations)) {
    const [, pointer = '', problem = ''] = /^At (?:the root|(\/\S*)): (.*)$/s.exec(sentence) ?? []
    const place = atPointer(tree, pointer)
    if ((isMissing(sentence) && !isWhole) || place.type === 'open' || isPlaceholderText(textOf(place) ?? '')) continue
    report('schema', place.range, `${capitalised(problem)} (schema of the ${what})`)
  }
}

const MISSING = /^(.*, wanted the property )"([^"]*)"$/s

/** The sentences, with all properties that one object does not have in one of them. */
function withOneOfMissing(violations: readonly string[]): string[] {
  const names = new Map<string, string[]>()
  for (const sentence of violations) {
    const [, start, name] = MISSING.exec(sentence) ?? []
    if (start !== undefined && name !== undefined) names.set(start, [...(names.get(start) ?? []), name])
  }
  return violations.flatMap((sentence) => {
    const [, start = '', name] = MISSING.exec(sentence) ?? []
    const all = (names.get(start) ?? []).map((one) => `"${one}"`)
    if (all.length < 2) return [sentence]
    const last = all.at(-1)
    return last === `"${name}"`
      ? [`${start.replace(/property $/, 'properties ')}${all.slice(0, -1).join(', ')} and ${last}`]
      : []
  })
}

/** Whether the sentence is about a property that is not there. */
export function isMissing(sentence: string): boolean {
  return /, wanted the propert(?:y|ies) "/.test(sentence)
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
