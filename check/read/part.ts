import { MAX_BLOCK } from '../limits.ts'
import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { Prose } from './prose.ts'

/** Part of a document in Markdown, HTML or reStructuredText that is checked. */
export type DocumentPart =
  | { type: 'heading'; depth: number; prose: Prose }
  | { type: 'paragraph'; prose: Prose }
  | { type: 'table'; rows: Prose[][]; range: Range }
  | { type: 'code'; language: string; fragment: Fragment; range: Range; isIndented: boolean }
  /** Reason why the rest is not read; always the last part */
  | { type: 'end'; rule: 'too-long' | 'nested-too-deep'; message: string; range: Range }
  | { type: 'comment'; text: string; range: Range; covers: Range | undefined }

/** Returns the part that ends a document with a block that is too long. */
export function tooLong(range: Range): DocumentPart {
  const message = `Expected the end of the block within ${MAX_BLOCK / 1024} KiB: the rest of the document is not checked`
  return { type: 'end', rule: 'too-long', message, range }
}

/** Returns the part that ends a document with too deeply nested content. */
export function tooDeep(range: Range, levels: number, language: string): DocumentPart {
  const message = `Expected at most ${levels} levels of nesting, found more: the rest of the ${language} is not checked`
  return { type: 'end', rule: 'nested-too-deep', message, range }
}
