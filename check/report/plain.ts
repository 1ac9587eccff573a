import { LOG_COMMAND, UNPRINTABLE } from '../../common/text.ts'

/**
 * Makes text safe to print on one line, with the same length: unprintable characters, and one of what would be a command to
 * the CI server that shows a log, become middle dots.
 */
export function plain(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\t' ? ' ' : '·')).replace(LOG_COMMAND, '·')
}
