import { RequestError } from './request-error.ts'

/**
 * The text of a body. It counts as it reads, for the length that is announced need not be true.
 *
 * @throws {RequestError} M_TOO_LARGE as soon as there are more bytes than `maxBytes`
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new RequestError(413, 'M_TOO_LARGE', `The body is larger than ${maxBytes} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
