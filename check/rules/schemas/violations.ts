import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext } from '../../document-context.ts'
import { isComplete, nearestAtPointer, type Tree, textOf } from '../../read/tree.ts'

/** Reports schema violations at their places, except those that follow from omitted parts of the example. */
export function reportViolations(
  what: string,
  tree: Tree,
  violations: readonly string[],
  { report }: DocumentContext,
): void {
  const isWhole = isComplete(tree)
  for (const sentence of withOneOfMissing(violations)) {
    const { place: pointer, problem } = splitSentence(sentence)
    const place = nearestAtPointer(tree, pointer)
    if ((isMissing(sentence) && !isWhole) || place.type === 'unknown' || isPlaceholderText(textOf(place) ?? ''))
      continue
    report('schema', place.range, `${problem} (schema of the ${what})`)
  }
}

/** Splits the sentence about a violation into a JSON pointer and the problem, which begins with a capital. */
export function splitSentence(sentence: string): { place: string; problem: string } {
  const [, place = '', problem = ''] = /^At (?:the root|(\/.*?)): (.*)$/s.exec(sentence) ?? []
  return { place, problem: capitalised(problem) }
}

const MISSING = /^(.*expected the property )"([^"]*)"(, found .*)$/s

/** Merges the violations of one object for missing properties. */
export function withOneOfMissing(violations: readonly string[]): string[] {
  const names = new Map<string, string[]>()
  for (const sentence of violations) {
    const [, start, name] = MISSING.exec(sentence) ?? []
    if (start !== undefined && name !== undefined) names.set(start, [...(names.get(start) ?? []), name])
  }
  return violations.flatMap((sentence) => {
    const [, start = '', name, end = ''] = MISSING.exec(sentence) ?? []
    const all = (names.get(start) ?? []).map((one) => `"${one}"`)
    if (all.length < 2) return [sentence]
    const last = all.at(-1)
    return last === `"${name}"`
      ? [`${start.replace(/property $/, 'properties ')}${all.slice(0, -1).join(', ')} and ${last}${end}`]
      : []
  })
}

/** Reports whether a violation is a missing property. */
export function isMissing(sentence: string): boolean {
  return /: expected the propert(?:y|ies) "/.test(sentence)
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
