import { visible } from '../../common/text.ts'
import { isRed, type RunEvent } from '../../run/index.ts'
import type { Sink } from '../sink.ts'

const ERASE_LINE = '\r\u001b[2K'

/** Line of a terminal that is rewritten while cases run. */
export interface StatusLine {
  /** Updates the line. */
  take(event: RunEvent): void
  /** Removes the line, so that other output can follow. */
  clear(): void
}

/** Creates a status line: done and total, failed and inconclusive so far, running now. It writes nothing if lines cannot be rewritten. */
export function statusLine(sink: Sink): StatusLine {
  if (!sink.isTTY) return { take() {}, clear() {} }
  const running = new Set<string>()
  let total = 0
  let done = 0
  const red = { failed: 0, inconclusive: 0 }
  let pause: string | undefined

  const draw = () => {
    const now = pause ?? [...running].join(', ')
    const counts = Object.entries(red).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []))
    const text = [`${done}/${total}`, ...(counts.length > 0 ? [counts.join(', ')] : []), visible(now)]
    sink.write(ERASE_LINE + fit(text.join('  '), (sink.columns || 80) - 1))
  }
  return {
    take(event) {
      if (event.type === 'run-start') total = event.cases * (event.repeat ?? 1)
      if (event.type === 'case-start') running.add(event.id)
      if (event.type === 'case-end') {
        running.delete(event.result.id)
        done += 1
        if (isRed(event.result)) red[event.result.verdict === 'inconclusive' ? 'inconclusive' : 'failed'] += 1
      }
      if (event.type === 'pause-start') pause = event.why
      if (event.type === 'pause-end') pause = undefined
      draw()
    },
    clear: () => sink.write(ERASE_LINE),
  }
}

/** Cuts the line to the width of the terminal, because a wrapped line cannot be erased. */
function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
