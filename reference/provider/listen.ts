import { type Handler, type Served, serve } from '../serve.ts'
import { serveHttp2 } from './serve-http2.ts'

const NAMES = ['control', 'services', 'apns', 'apnsSandbox'] as const
type Name = (typeof NAMES)[number]

/** Where to listen. */
export interface ListenOptions {
  host?: string
  ports?: Partial<Record<Name, number>>
  certificate: { cert: string; key: string }
}

/** The listeners of a provider. */
export interface Listening {
  urls: Record<Name, string>
  /** What answers at each of them. Handlers need the addresses, so they come later; until then the answer is 503. */
  handlers: Partial<Record<Name, Handler>>
  closeAll(): Promise<void>
}

/**
 * Listens for all parts of a provider: plain HTTP for the control API, HTTPS for the services, HTTP/2 for APNs.
 *
 * @throws when one of the addresses cannot be listened at; then none of them is
 */
export async function listen({ host = '127.0.0.1', ports = {}, certificate: tls }: ListenOptions): Promise<Listening> {
  const handlers: Listening['handlers'] = {}
  const open = (name: Name): Promise<Served> => {
    const late: Handler = {
      fetch: (request) => handlers[name]?.fetch(request) ?? new Response(null, { status: 503 }),
    }
    const where = { host, port: ports[name] ?? 0 }
    if (name === 'control') return serve(late, where)
    return name === 'services' ? serve(late, { ...where, tls }) : serveHttp2(late, { ...where, tls })
  }

  const urls: Record<Name, string> = { control: '', services: '', apns: '', apnsSandbox: '' }
  const served: Served[] = []
  const closeAll = async () => void (await Promise.all(served.map((one) => one.close())))
  try {
    for (const name of NAMES) {
      const listener = await open(name)
      served.push(listener)
      urls[name] = listener.url
    }
  } catch (error) {
    await closeAll()
    throw error
  }
  return { urls, handlers, closeAll }
}
