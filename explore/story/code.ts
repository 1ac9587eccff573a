/** Expression that stands for a value which only a run of the case knows. */
export interface Names {
  /** Returns a string with each such value as `⟦expression⟧`. */
  symbolic(text: string): string
}

/** Maximum length of a line. */
const WIDTH = 120

const NAME = /^[A-Za-z_$][\w$]*$/

/** Formats a value as TypeScript on one line, or on several if it is too long. */
export function literal(value: unknown, names: Names, indent = '', before = 0): string {
  const line = inline(value, names)
  if (indent.length + before + line.length <= WIDTH || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${literal(item, names, inner, 1)},\n`)
    return `[\n${items.join('')}${indent}]`
  }
  const fields = Object.entries(value).map(([key, field]) => {
    const name = keyOf(key, names)
    const formatted = literal(field, names, inner, name.length + 3)
    const isLong = typeof field === 'string' && inner.length + name.length + formatted.length + 3 > WIDTH
    return `${inner}${name}:${isLong ? `\n${inner}  ` : ' '}${formatted},\n`
  })
  return `{\n${fields.join('')}${indent}}`
}

/** Formats a call as a statement. The last argument is on several lines if all together are too long. */
export function callOf(head: string, args: readonly unknown[], names: Names, indent: string): string {
  const line = `${head}(${args.map((arg) => inline(arg, names)).join(', ')})`
  if (indent.length + line.length <= WIDTH) return line
  const first = args.slice(0, -1).map((arg) => `${inline(arg, names)}, `)
  const start = `${head}(${first.join('')}`
  return `${start}${literal(args.at(-1), names, indent, WIDTH)})`
}

/** Formats a call whose arguments are code, on several lines if it is too long. */
export function codeCall(head: string, args: readonly string[], indent: string): string {
  const line = `${head}(${args.join(', ')})`
  if (indent.length + line.length <= WIDTH) return line
  return `${head}(\n${args.map((arg) => `${indent}  ${arg},\n`).join('')}${indent})`
}

function inline(value: unknown, names: Names): string {
  if (typeof value === 'string') return text(value, names)
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, names)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const fields = Object.entries(value).map(([key, field]) => `${keyOf(key, names)}: ${inline(field, names)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

function keyOf(key: string, names: Names): string {
  if (NAME.test(key)) return key
  const formatted = text(key, names)
  return /^['"]/.test(formatted) ? formatted : `[${formatted}]`
}

const MARK = /⟦([^⟧]*)⟧/g

function text(value: string, names: Names): string {
  const marked = names.symbolic(value)
  const [only] = /^⟦([^⟧]*)⟧$/.exec(marked)?.slice(1) ?? []
  if (only !== undefined) return only
  if (!marked.includes('⟦')) return quoted(marked)
  const parts = marked.split(MARK)
  const template = parts.map((part, index) => (index % 2 === 1 ? `\${${part}}` : escaped(part)))
  return `\`${template.join('')}\``
}

function quoted(value: string): string {
  const plain = JSON.stringify(value).slice(1, -1)
  if (value.includes("'") && !value.includes('"')) return `"${plain}"`
  return `'${plain.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', '\\`').replaceAll('${', '\\${')
}
