import { baseUrl } from '../listening.ts'
import { type Handler, type Served, serve } from '../serve.ts'
import { serveHttp2 } from './http2/serve-http2.ts'

const NAMES = ['control', 'services', 'apns', 'apnsSandbox'] as const
type ListenerName = (typeof NAMES)[number]

/** Addresses and certificate of the listeners. */
export interface ListenOptions {
  host?: string

  /** Host in the URLs of the services, if it is another one; then the control API listens on 127.0.0.1 alone */
  publicHost?: string
  ports?: Partial<Record<ListenerName, number>>
  certificate: { cert: string; key: string }
}

/** Listeners of a provider. */
export interface Listening {
  urls: Record<ListenerName, string>

  /** Handler of each listener. Handlers need the URLs, so they are set later; until then the response is 503. */
  handlers: Partial<Record<ListenerName, Handler>>
  closeAll(): Promise<void>
}

/**
 * Opens all listeners of a provider: plain HTTP for the control API, HTTPS for the services, HTTP/2 for APNs.
 *
 * @throws {Error} when one of the addresses is not available; then all listeners are closed again
 */
export async function listen({
  host = '127.0.0.1',
  publicHost,
  ports = {},
  certificate: tls,
}: ListenOptions): Promise<Listening> {
  const handlers: Listening['handlers'] = {}
  const open = (name: ListenerName): Promise<Served> => {
    const handler: Handler = {
      fetch: (request) => handlers[name]?.fetch(request) ?? new Response(null, { status: 503 }),
    }
    const address = { host, port: ports[name] ?? 0 }
    if (name === 'control')
      return serve(handler, publicHost === undefined ? address : { ...address, host: '127.0.0.1' })
    return name === 'services' ? serve(handler, { ...address, tls }) : serveHttp2(handler, { ...address, tls })
  }

  const urls: Record<ListenerName, string> = { control: '', services: '', apns: '', apnsSandbox: '' }
  const served: Served[] = []
  const closeAll = async () => void (await Promise.all(served.map((listener) => listener.close())))
  try {
    for (const name of NAMES) {
      const listener = await open(name)
      served.push(listener)
      urls[name] = name === 'control' ? listener.url : publicUrl(listener.url, publicHost)
    }
  } catch (error) {
    await closeAll()
    throw error
  }
  return { urls, handlers, closeAll }
}

/** Returns the URL by which others reach a listener. */
function publicUrl(url: string, publicHost: string | undefined): string {
  return publicHost === undefined ? url : baseUrl('https', publicHost, Number(new URL(url).port))
}
