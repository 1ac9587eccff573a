/** How much of a body that is too long is read and forgotten, in bytes, so that its sender gets to see the answer. */
const MAX_FORGOTTEN_BYTES = 1024 * 1024

/**
 * The body of a request, counted as it is read: the length that a client announces need not be true.
 *
 * @param maxBytes the longest body that is kept
 * @returns `undefined` when it is longer
 */
export async function boundedBody(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes + MAX_FORGOTTEN_BYTES) break
    if (length <= maxBytes) chunks.push(chunk)
  }
  return length > maxBytes ? undefined : Buffer.concat(chunks)
}

/** A body as JSON; `undefined` when it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
