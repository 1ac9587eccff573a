/** Something that is closed when it is not needed any more. */
export interface Closable {
  close(): Promise<void>
}

/** Closes parts in the order given, each even when another one fails to. */
export async function closeAll(parts: readonly Closable[]): Promise<void> {
  const failures: unknown[] = []
  for (const part of parts) await part.close().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * Starts parts one after the other. When one cannot be started, those before it are closed again.
 *
 * @param start is given `keep`, which it calls with each part as soon as it runs
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
