import { UsageError } from '../../common/usage-error.ts'
import type { Scheme } from '../../suites/index.ts'
import { GATEWAY_SCHEMES } from './config-file.ts'
import { oneOf } from './option-values.ts'

/** `HOST:PORT`, `HOST` or `PORT`; the port 0, which is the default, takes a free one. */
export function addressOf(text: string, gatewayUrl: string | undefined): { host: string; port: number } {
  const groups = (/^(?<port>\d{1,5})$/.exec(text) ?? ADDRESS.exec(text))?.groups
  const port = Number(groups?.port ?? 0)
  if (groups === undefined || port > 65_535) {
    throw new UsageError(
      `The option --gateway-listen was given "${text}": it takes an address, such as 127.0.0.1, 0.0.0.0:8470 or [::1]:8470`,
    )
  }
  const host = (groups.host ?? '127.0.0.1').replace(/^\[|\]$/g, '')
  if (['0.0.0.0', '::'].includes(host) && gatewayUrl === undefined) {
    throw new UsageError(
      `The option --gateway-listen was given "${text}", which is every address of this machine: name the one that the target is to use with --gateway-url, as in http://192.0.2.1:${port || 8470}`,
    )
  }
  return { host, port }
}

const ADDRESS = /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:/]+)(?::(?<port>\d{1,5}))?$/

/** Where the target reaches the gateway, as the user says. Throws `UsageError` for what is no such URL. */
export function gatewayUrlOf(text: string | undefined): string | undefined {
  if (text === undefined || /^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text
  throw new UsageError(
    `The option --gateway-url was given "${text}": it takes the http or https URL by which the target reaches Plexor`,
  )
}

/** A public URL has its scheme already; otherwise both are tried unless one is asked for. */
export function schemesOf(scheme: string | undefined, publicUrl: string | undefined): Scheme[] {
  if (scheme !== undefined) return [oneOf('--gateway-scheme', scheme, GATEWAY_SCHEMES)]
  if (publicUrl !== undefined) return [publicUrl.startsWith('https:') ? 'https' : 'http']
  return ['http', 'https']
}
