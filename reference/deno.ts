/** As much of Deno's own API as is used here. */
interface DenoApi {
  serve(
    options: {
      hostname: string
      port: number
      cert: string
      key: string
      signal: AbortSignal
      onListen(): void
      onError(error: unknown): Response
    },
    handler: (request: Request) => Response | Promise<Response>,
  ): { addr: { port: number }; finished: Promise<void> }
  createHttpClient(options: { caCerts: string[]; http1: boolean; http2: boolean }): DenoHttpClient
}

/** What `fetch` of Deno takes as `client`. */
export interface DenoHttpClient {
  close(): void
}

/**
 * Deno's own API, for HTTP/2 alone; `undefined` on Node. A GOAWAY can make `node:http2` of Deno abort the whole process
 * (https://github.com/denoland/deno/issues/36788), and every peer sends one some day.
 */
export const deno: DenoApi | undefined = Reflect.get(globalThis, 'Deno')
