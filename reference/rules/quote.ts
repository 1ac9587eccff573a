/** Longer values are cut in sentences. */
const MOST = 120

/** A JSON value as a sentence has it: in one line, and cut where it is long. */
export function quote(value: unknown): string {
  if (value === undefined) return 'missing'
  const json = JSON.stringify(value)
  return json.length <= MOST ? json : `${json.slice(0, MOST).toWellFormed()}…`
}
