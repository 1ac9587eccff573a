import { CST, Lexer, parseAllDocuments, visit } from 'yaml'
import { blank, type Fragment } from './fragment.ts'

/** Finds the comments and values of a YAML file. Keys are not read. */
export function yamlFragments(source: string): Fragment[] {
  return [...commentsOf(source), ...valuesOf(source)]
}

/** Finds the comments; those of lines that follow each other are one. */
function commentsOf(source: string): Fragment[] {
  let rest = ''
  for (const token of new Lexer().lex(source)) {
    const type = CST.tokenType(token)
    // The lexer adds control characters of its own, which are not in the source.
    if (type === 'doc-mode' || type === 'flow-error-end' || type === 'scalar') {
      continue
    }
    rest += type === 'comment' ? token : blank(token, /[\s\S]+/g)
  }
  return [...rest.matchAll(/#.*(?:\n[ \t]*#.*)*/g)].map(({ 0: text, index }) => ({
    kind: 'comment',
    offset: index,
    text: blank(text, /^[ \t]*#+/gm),
  }))
}

function valuesOf(source: string): Fragment[] {
  const fragments: Fragment[] = []
  for (const document of parseAllDocuments(source)) {
    if ('contents' in document) {
      visit(document, {
        Scalar(key, { range, value }) {
          if (key !== 'key' && range && typeof value === 'string') {
            fragments.push(valueFragment(source.slice(range[0], range[1]), range[0]))
          }
        },
      })
    }
  }
  return fragments
}

function valueFragment(text: string, offset: number): Fragment {
  const quoted = /^(["'])[\s\S]*\1$/.test(text)
  return quoted
    ? { kind: 'string', offset: offset + 1, text: text.slice(1, -1) }
    : { kind: 'string', offset, text: blank(text, /^[|>][-+\d]*/g) }
}
