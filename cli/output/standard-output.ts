import type { Sink } from '../../reports/sink.ts'

/** Standard output with its width, and coloured on a terminal unless NO_COLOR is set, or anywhere if FORCE_COLOR is. */
export function standardOutput(): Sink & { color: boolean } {
  const { stdout, env } = process
  const isTTY = stdout.isTTY === true
  const isSet = (name: string) => !['', '0', undefined].includes(env[name])
  return {
    write: (text) => void stdout.write(text),
    isTTY,
    get columns() {
      return stdout.columns ?? 80
    },
    color: !isSet('NO_COLOR') && (isTTY || isSet('FORCE_COLOR')),
  }
}
