/** The longest substitution that is looked through. */
const MAX_LENGTH = 1024

/** A variable, or what else a shell puts another text in place of, at the very place. */
const VARIABLE = /\$(?:\{[^}\n]*\}|\w+|[@*#?])/y

/** How long the variable or command substitution at a place is; 0 where there is none. */
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

/** Up to the parenthesis that closes the first one; those in quotes count for nothing. */
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
