/**
 * Whether arrays and objects lie more than so many levels inside each other. Looks at the text, as walking down such a
 * value would overflow the stack.
 */
export function isNestedDeeper(json: string, levels: number): boolean {
  let [depth, isInString] = [0, false]
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index]
    if (isInString) {
      if (character === '\\') index += 1
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '[' || character === '{') {
      depth += 1
      if (depth > levels) return true
    } else if (character === ']' || character === '}') depth -= 1
  }
  return false
}
