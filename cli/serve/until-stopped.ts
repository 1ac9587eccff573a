const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Resolves when the user asks the process to end (Ctrl-C, or a polite kill). Whoever asks a second time, while things
 * are being closed, ends it at once.
 */
export function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = () => {
    for (const signal of SIGNALS) process.off(signal, stop)
    resolve()
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  return promise
}
