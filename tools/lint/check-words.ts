import { checkFirstWord } from './first-words.ts'
import type { Fragment } from './fragment.ts'
import { GLOSSARY, type GlossaryEntry, type Place } from './glossary.ts'
import { markdownFragments } from './markdown-fragments.ts'
import { glossarySection } from './render-glossary.ts'
import { typescriptFragments } from './typescript-fragments.ts'
import { yamlFragments } from './yaml-fragments.ts'

/** Finding of the lint in a file. */
export interface Finding {
  /** ID of the glossary entry, `doc-first-word` or `unused-allow` */
  rule: string
  line: number
  column: number
  message: string
}

/** A finding before its position is known as line and column. */
interface Match {
  rule: string
  index: number
  message: string
}

/** Rules that are not entries of the glossary. */
export const OTHER_RULES = ['doc-first-word', 'unused-allow']

const ALLOW = /(\/\/|#|<!--|\*) *words-allow: *\w/

/**
 * Checks the words of a file.
 *
 * @param path - relative to the repository, with slashes: its extension decides how it is read, and an entry of the
 *   glossary can have exceptions by path
 * @returns the findings, in the order of their positions
 */
export function checkWords(path: string, source: string): Finding[] {
  const entries = GLOSSARY.filter(({ except = [] }) => !except.some((start) => path.startsWith(start)))
  const matches = [...pathNames(path), ...fragmentsOf(path, source)].flatMap((fragment) => [
    ...checkGlossary(entries, fragment),
    ...checkDocComment(fragment),
  ])
  return withoutAllowed(source, matches)
}

/** Lists the names of a file and its directories, which are reported at its start. */
function pathNames(path: string): Fragment[] {
  return path.split('/').map((name) => ({ kind: 'name', offset: 0, text: name.replace(/\..*/, '') }))
}

function fragmentsOf(path: string, source: string): Fragment[] {
  if (path.endsWith('.ts')) {
    return typescriptFragments(source)
  }
  if (path.endsWith('.md')) {
    // The glossary of CONTRIBUTING.md has to name the words to avoid.
    const section = glossarySection(source)
    return markdownFragments(source).filter(
      ({ offset }) => section === undefined || offset < section.start || offset >= section.end,
    )
  }
  return yamlFragments(source)
}

function checkGlossary(entries: GlossaryEntry[], fragment: Fragment): Match[] {
  return entries.flatMap((entry) =>
    placesOf(fragment).flatMap((place) =>
      matchesOf(entry.patterns[place], place, fragment.text).map(({ index, found }) => ({
        rule: entry.id,
        index: fragment.offset + index,
        message: `instead of "${found}" write ${entry.use}${entry.why === undefined ? '' : `: ${entry.why}`}`,
      })),
    ),
  )
}

function placesOf({ kind }: Fragment): Place[] {
  switch (kind) {
    case 'name':
      return ['name']
    case 'string':
      return ['prose', 'literal']
    default:
      return ['prose']
  }
}

function matchesOf(pattern: RegExp | undefined, place: Place, text: string): { index: number; found: string }[] {
  if (pattern === undefined) {
    return []
  }
  if (place !== 'prose') {
    return pattern.test(place === 'name' ? wordsOf(text) : text.trim()) ? [{ index: 0, found: text }] : []
  }
  return [...text.matchAll(inProse(pattern))].map(({ 0: found, index }) => ({
    index,
    found: found.replace(/\s+/g, ' '),
  }))
}

const NAMES = new Map<string, string>()

/** Splits a name into its words: `HTTPError` is `HTTP Error`, `push_rules` is `push rules`. */
function wordsOf(name: string): string {
  let words = NAMES.get(name)
  if (words === undefined) {
    words = name
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
      .replace(/[#_$-]+/g, ' ')
      .trim()
    NAMES.set(name, words)
  }
  return words
}

const COMPILED = new Map<RegExp, RegExp>()

/** Compiles a pattern of the glossary: its spaces match any white space. */
function inProse(pattern: RegExp): RegExp {
  const compiled = COMPILED.get(pattern) ?? new RegExp(pattern.source.replaceAll(' ', '\\s+'), `${pattern.flags}g`)
  COMPILED.set(pattern, compiled)
  return compiled
}

function checkDocComment({ kind, offset, text }: Fragment): Match[] {
  const found = kind === 'doc comment' ? checkFirstWord(text) : undefined
  return found ? [{ rule: 'doc-first-word', index: offset + found.index, message: found.message }] : []
}

/** Drops the findings that a comment allows on its line or the next one, and adds the comments that allow nothing. */
function withoutAllowed(source: string, matches: Match[]): Finding[] {
  const unused = new Set(linesThatAllow(source))
  const allowing = new Set(unused)
  const lineStarts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const findings: Finding[] = []
  for (const { index, ...match } of matches.toSorted((a, b) => a.index - b.index)) {
    const line = lineStarts.findLastIndex((start) => start <= index) + 1
    const allowed = [line, line - 1].find((candidate) => allowing.has(candidate))
    if (allowed === undefined) {
      findings.push({ ...match, line, column: index - (lineStarts[line - 1] ?? 0) + 1 })
    } else {
      unused.delete(allowed)
    }
  }
  return [...findings, ...[...unused].map(unusedAllow)]
}

function linesThatAllow(source: string): number[] {
  return source.split('\n').flatMap((line, i) => (ALLOW.test(line) ? [i + 1] : []))
}

function unusedAllow(line: number): Finding {
  return { rule: 'unused-allow', line, column: 1, message: 'words-allow excuses nothing here: remove it' }
}
