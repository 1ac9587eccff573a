import ts from 'typescript'
import { blank, type Fragment } from './fragment.ts'

interface Span {
  start: number
  end: number
}

/** Finds the comments, string literals and identifiers of a TypeScript file. The modules that it imports are not read. */
export function typescriptFragments(source: string): Fragment[] {
  const fragments: Fragment[] = []
  const literals: Span[] = []
  const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest)

  function visit(node: ts.Node, parent: ts.Node): void {
    const start = node.getStart(file)
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      fragments.push({ kind: 'name', offset: start, text: source.slice(start, node.end) })
    } else if (ts.isRegularExpressionLiteral(node)) {
      literals.push({ start, end: node.end })
    } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      literals.push({ start, end: node.end })
      if (!isModule(parent)) {
        fragments.push(stringFragment(source, start + 1, node.end - 1))
      }
    } else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      literals.push({ start, end: node.end })
      fragments.push(stringFragment(source, start + 1, node.end - (ts.isTemplateTail(node) ? 1 : 2)))
    }
    ts.forEachChild(node, (child) => visit(child, node))
  }

  ts.forEachChild(file, (node) => visit(node, file))
  return [...fragments, ...commentsOf(source, literals)]
}

function isModule(parent: ts.Node): boolean {
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)
}

function stringFragment(source: string, start: number, end: number): Fragment {
  return { kind: 'string', offset: start, text: blank(source.slice(start, end), /\\[nrt]/g) }
}

/** Finds the comments outside of the literals; line comments that follow each other are one. */
function commentsOf(source: string, literals: Span[]): Fragment[] {
  const code = withoutLiterals(source, literals)
  return [...code.matchAll(/\/\*[\s\S]*?\*\/|\/\/.*(?:\n[ \t]*\/\/.*)*/g)].map(({ 0: comment, index }) => {
    const isBlock = comment.startsWith('/*')
    // A comment can hold what looks like a literal, but no literal holds a part of a comment.
    const text = source.slice(index, index + comment.length)
    return {
      kind: /^\/\*\*\s/.test(text) ? 'doc comment' : 'comment',
      offset: index,
      text: blank(text, isBlock ? /^\/\*+|\*+\/$|^[ \t]*\*(?!\/)/gm : /^[ \t]*\/\/+/gm),
    }
  })
}

function withoutLiterals(source: string, literals: Span[]): string {
  let code = ''
  let end = 0
  for (const literal of literals.toSorted((a, b) => a.start - b.start)) {
    code += source.slice(end, literal.start) + '_'.repeat(literal.end - literal.start)
    end = literal.end
  }
  return code + source.slice(end)
}
