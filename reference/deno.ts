/** Part of Deno's own API that is used here. */
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

/** Value for `client` in the options of Deno's `fetch`. */
export interface DenoHttpClient {
  close(): void
}

/**
 * Deno's own API, used only for HTTP/2; `undefined` on Node. With `node:http2` of Deno a GOAWAY, which every peer sends
 * eventually, can abort the process (https://github.com/denoland/deno/issues/36788).
 */
export const deno: DenoApi | undefined = Reflect.get(globalThis, 'Deno')
