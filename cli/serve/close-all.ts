/** Part that is closed when it is no longer needed. */
export interface Closable {
  close(): Promise<void>
}

/** Closes parts in order, each even if another one fails to close. */
export async function closeAll(parts: readonly Closable[]): Promise<void> {
  const failures: unknown[] = []
  for (const part of parts) await part.close().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * Starts parts one after the other. If one cannot be started, those before it are closed again.
 *
 * @param start starts the parts, and calls `keep` with each one as soon as it runs
 */
export async function startAll<T>(
  start: (keep: <P extends Closable>(part: P) => P) => Promise<T>,
): Promise<T & Closable> {
  const running: Closable[] = []
  const close = () => closeAll(running.splice(0).reverse())
  try {
    const started = await start((part) => {
      running.push(part)
      return part
    })
    return { ...started, close }
  } catch (error) {
    await close()
    throw error
  }
}
