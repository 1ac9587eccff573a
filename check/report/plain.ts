import { UNPRINTABLE } from '../../common/text.ts'

/** Makes text safe to print on one line, with the same length: unprintable characters become middle dots. */
export function plain(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\t' ? ' ' : '·'))
}
