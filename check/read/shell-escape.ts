const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

/** What an escape of `$'…'` says, and how long it is; undefined where a place has none. */
export function ansiEscape(text: string, place: number): { text: string; length: number } | undefined {
  if (text[place] !== '\\') return undefined
  const rest = text.slice(place + 1, place + 10)
  const simple = SIMPLE[rest[0] ?? '']
  if (simple !== undefined) return { text: simple, length: 2 }
  const [all, hex, octal] = /^(?:(?:x|u|U)([0-9A-Fa-f]{1,8})|([0-7]{1,3}))/.exec(rest) ?? []
  if (all === undefined) return undefined
  const digits = all.startsWith('x') ? hex?.slice(0, 2) : all.startsWith('u') ? hex?.slice(0, 4) : hex
  const code = digits === undefined ? Number.parseInt(octal ?? '0', 8) : Number.parseInt(digits, 16)
  const length = digits === undefined ? 1 + (octal?.length ?? 0) : 2 + digits.length
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), length }
}
