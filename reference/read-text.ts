import { RequestError } from './request-error.ts'

/**
 * Reads the text of a body. It counts the bytes itself, because the announced length can be wrong.
 *
 * @throws {RequestError} M_TOO_LARGE when there are more than `maxBytes` bytes; M_NOT_JSON when they are not UTF-8
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new RequestError(413, 'M_TOO_LARGE', `The body is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new RequestError(400, 'M_NOT_JSON', 'The body is not in UTF-8, which JSON has to be in')
  }
}

/** Reads the chunks of a body. A connection that is closed in the meantime is an error of the client, not of the server. */
async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? []
  } catch {
    throw new RequestError(408, 'M_UNKNOWN', 'The body did not arrive; the connection was cut before its end')
  }
}
