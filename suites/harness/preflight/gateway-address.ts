import { BlockList, isIP } from 'node:net'

/** Ranges to which known servers send no pushes by default, as the option lists of Synapse, tuwunel and conduwuit have them. */
const BLOCKED_RANGES = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '::1/128',
  'fe80::/10',
  'fc00::/7',
  'fec0::/10',
  '2001:db8::/32',
  'ff00::/8',
].map((range) => ({ range, list: listOf(range) }))

function listOf(range: string): BlockList {
  const [net = '', bits] = range.split('/')
  const list = new BlockList()
  list.addSubnet(net, Number(bits), familyOf(net))
  return list
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** Address of Plexor's gateway, as far as the settings of a target are about it. */
export interface GatewayAddress {
  /** Host and port of each gateway URL, for people: `127.0.0.1:8470 or 127.0.0.1:8471` */
  places: string
  /** Host name that is not `localhost`: only the target knows which address it has; undefined for any other host */
  name: string | undefined
  /** Ranges of the address that servers block by default; none for a public address */
  ranges: string[]
}

/** Describes the address in the gateway URLs of a run, which all have the same host. */
export function gatewayAddress(urls: readonly string[]): GatewayAddress {
  const parsed = urls.map((url) => new URL(url))
  const host = (parsed[0]?.hostname ?? '').replace(/^\[|\]$/g, '')
  const places = [...new Set(parsed.map(placeOf))].join(' or ')
  if (host === 'localhost') return { places, name: undefined, ranges: ['127.0.0.0/8', '::1/128'] }
  if (isIP(host) === 0) return { places, name: host, ranges: [] }
  const blocked = BLOCKED_RANGES.find(({ list }) => list.check(host, familyOf(host)))
  return { places, name: undefined, ranges: blocked === undefined ? [] : [blocked.range] }
}

function placeOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}
