/** Bytes of an oversized body that are read and discarded, so that its sender receives the response. */
const MAX_DISCARDED_BYTES = 1024 * 1024

/**
 * Reads the body of a request. It counts the bytes itself, because the announced length can be wrong.
 *
 * @returns the body; `undefined` if it is longer than `maxBytes`
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes + MAX_DISCARDED_BYTES) break
    if (length <= maxBytes) chunks.push(chunk)
  }
  return length > maxBytes ? undefined : Buffer.concat(chunks)
}

/** Parses a body as JSON; returns `undefined` if it is not JSON in UTF-8. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
