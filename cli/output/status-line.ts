import { visible } from '../../common/text.ts'

/** Line of a terminal that shows how far a command is. */
export interface StatusLine {
  show(text: string): void
  clear(): void
}

/** Creates a line on standard error; one that shows nothing if that is not a terminal. */
export function statusLine(): StatusLine {
  const { stderr } = process
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} }
  return {
    show: (text) => void stderr.write(`\r\x1b[2K${visible(text).slice(0, (stderr.columns ?? 80) - 1)}`),
    clear: () => void stderr.write('\r\x1b[2K'),
  }
}
