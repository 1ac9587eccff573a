/**
 * Reports whether arrays and objects are nested more than the given number of levels deep. It scans the JSON text,
 * because recursing into such a value could overflow the stack.
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
