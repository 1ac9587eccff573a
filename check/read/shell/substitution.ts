/** Maximum length of a substitution that is recognised, in characters. */
const MAX_LENGTH = 1024

/** Matches a variable, or an expression of a workflow of GitHub, at the current offset. */
const VARIABLE = /\$(?:\{\{[^}\n]*\}\}|\{[^}\n]*\}|\w+|[@*#?])/y

/** Returns the length of the variable or command substitution at an offset, or 0 if there is none. */
export function substitutionLength(text: string, place: number): number {
  if (text[place] === '`') return lengthUntil(text, place, '`')
  if (text.startsWith('$(', place)) return lengthOfParentheses(text, place)
  VARIABLE.lastIndex = place
  return VARIABLE.exec(text)?.[0].length ?? 0
}

function lengthUntil(text: string, place: number, closing: string): number {
  const end = text.slice(place, place + MAX_LENGTH).indexOf(closing, 1)
  return end === -1 ? 0 : end + 1
}

/** Returns the length up to the matching parenthesis; parentheses in quotes are skipped. */
function lengthOfParentheses(text: string, place: number): number {
  if (!text.slice(place, place + MAX_LENGTH).includes(')')) return 0
  let depth = 0
  for (let at = place + 1; at < Math.min(text.length, place + MAX_LENGTH); at += 1) {
    const character = text[at]
    if (character === '\\') at += 1
    else if (character === "'" || character === '"') at += Math.max(0, lengthUntil(text, at, character) - 1)
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    if (depth === 0) return at + 1 - place
  }
  return 0
}
