/**
 * Parses the value of an option that is a whole number, 1 or more.
 *
 * @param name name of the option, without its dashes
 * @throws {Error} for any other text, or a number above the maximum, with one sentence
 */
export function wholeNumber(name: string, text: string, max: number): number {
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= max) return Number(text)
  throw new Error(`--${name}: expected a whole number from 1 to ${max}, found "${text}"`)
}
