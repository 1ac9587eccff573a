import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { type Fragment, namesIn } from './fragment.ts'
import { typescriptFragments } from './typescript-fragments.ts'
import { yamlFragments } from './yaml-fragments.ts'

/** Finds the text of a Markdown file, and what is to be read in its code. Links and HTML are not read. */
export function markdownFragments(source: string): Fragment[] {
  const fragments: Fragment[] = []

  function walk(node: Nodes): void {
    const start = node.position?.start.offset ?? 0
    const text = source.slice(start, node.position?.end.offset ?? start)
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
      fragments.push({ kind: 'text', offset: start, text: textOf(node, source, start, text) })
    }
    if (node.type === 'inlineCode' && !isId(node.value)) {
      fragments.push(...namesIn(text, start))
    } else if (node.type === 'code') {
      fragments.push(...codeFragments(node.lang ?? '', text, start))
    } else if ('children' in node) {
      node.children.forEach(walk)
    }
  }

  walk(fromMarkdown(source, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }))
  return fragments
}

/** Keeps of a paragraph what is text, so that a phrase is found although a part of it is emphasised. */
function textOf(node: Nodes, source: string, offset: number, whole: string): string {
  const kept = [...blankOf(whole)]
  function keep(node: Nodes): void {
    const start = node.position?.start.offset ?? 0
    if (node.type === 'text') {
      const text = source.slice(start, node.position?.end.offset)
      for (let i = 0; i < text.length; i++) {
        kept[start - offset + i] = text.charAt(i)
      }
    } else if (node.type === 'inlineCode') {
      // A word of its own: what is before it and what is after it are not a phrase.
      kept[start - offset] = '`'
    } else if ('children' in node) {
      node.children.forEach(keep)
    }
  }
  keep(node)
  return kept.join('')
}

function blankOf(text: string): string[] {
  return text.split('').map((character) => (character === '\n' ? '\n' : ' '))
}

/** IDs of cases, requirements and faults, paths and options are not made of identifiers. */
function isId(code: string): boolean {
  return /^\S*\w[./-]\w\S*$/.test(code) && !/[()]/.test(code) && !code.startsWith('--')
}

function codeFragments(lang: string, text: string, offset: number): Fragment[] {
  const head = text.indexOf('\n') + 1
  const tail = text.lastIndexOf('\n')
  if (head === 0 || tail < head) {
    return []
  }
  const code = text.slice(head, tail)
  return languageFragments(lang, code).map((fragment) => ({ ...fragment, offset: fragment.offset + offset + head }))
}

function languageFragments(lang: string, code: string): Fragment[] {
  switch (lang) {
    case 'ts':
      return typescriptFragments(code)
    case 'yaml':
      return yamlFragments(code)
    default:
      return [{ kind: 'text', offset: 0, text: code }]
  }
}
