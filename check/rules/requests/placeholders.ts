import type { DocumentContext } from '../../document-context.ts'
import type { ExampleRequest } from '../../read/request.ts'
import { isObjectTree, type Tree } from '../../read/tree.ts'

/** Unmistakable placeholders: `<token>`, `{{token}}`, `YOUR_TOKEN`, `%TOKEN%`. */
const PLACEHOLDER = String.raw`<[A-Za-z][\w .'-]*>|\{\{?[A-Za-z][\w .-]*\}?\}|\bYOUR[_-]\w+|%[A-Z][A-Z_]{2,}%`

const IN_HEADER = new RegExp(PLACEHOLDER, 'g')
const WHOLE = new RegExp(`^(?:${PLACEHOLDER})$`)

/** Matches a header with a placeholder as its value: `Bearer ...`, `Bearer ACCESS_TOKEN`. */
const VALUE = /^([^:]*:\s*(?:\w+\s+)?)(\.{3}|…|[A-Z]+(?:_[A-Z]+)+)$/

/** Reports placeholders in the headers and the body of a command. */
export function checkPlaceholders(
  { headers }: ExampleRequest,
  body: Tree | undefined,
  document: DocumentContext,
): void {
  for (const header of headers) {
    const [, before = '', value] = VALUE.exec(header.text) ?? []
    const found = value === undefined ? header.text.matchAll(IN_HEADER) : [{ 0: value, index: before.length }]
    for (const { 0: text, index } of found) {
      const range = header.range(index, index + text.length)
      document.report('placeholder', range, `Expected a value in the header, found the placeholder "${text}"`, {
        severity: 'note',
      })
    }
  }
  if (body !== undefined) checkStrings(body, document)
}

function checkStrings(tree: Tree, document: DocumentContext): void {
  if (tree.type === 'array') for (const item of tree.items) checkStrings(item, document)
  if (isObjectTree(tree)) for (const { value } of tree.members) checkStrings(value, document)
  if (tree.type !== 'string' || !WHOLE.test(tree.value)) return
  document.report('placeholder', tree.range, `Expected a value in the body, found the placeholder "${tree.value}"`, {
    severity: 'note',
  })
}
