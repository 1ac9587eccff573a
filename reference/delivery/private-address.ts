import { BlockList, isIP } from 'node:net'

/** Networks that are not part of the public internet. */
const NETWORKS: Readonly<Record<'ipv4' | 'ipv6', readonly string[]>> = {
  ipv4: [
    '0.0.0.0/8', // this network
    '10.0.0.0/8', // private
    '100.64.0.0/10', // carrier-grade NAT
    '127.0.0.0/8', // loopback
    '169.254.0.0/16', // link-local, cloud metadata among it
    '172.16.0.0/12', // private
    '192.0.0.0/24', // protocol assignments
    '192.0.2.0/24', // documentation
    '192.88.99.0/24', // former 6to4 relays
    '192.168.0.0/16', // private
    '198.18.0.0/15', // benchmarks
    '198.51.100.0/24', // documentation
    '203.0.113.0/24', // documentation
    '224.0.0.0/4', // multicast
    '240.0.0.0/4', // reserved, broadcast
  ],
  // Addresses that contain an IPv4 address are checked by that address (mapped) or refused (translated, tunnelled)
  ipv6: [
    '::/96', // unspecified, loopback, IPv4-compatible
    '::ffff:0:0:0/96', // IPv4-translated
    '64:ff9b::/96', // NAT64
    '64:ff9b:1::/48', // local NAT64
    '100::/64', // discarded
    '100:0:0:1::/64', // dummy prefix
    '2001::/23', // protocol assignments, Teredo
    '2001:db8::/32', // documentation
    '2002::/16', // 6to4
    '3fff::/20', // documentation
    '5f00::/16', // segment routing
    'fc00::/7', // unique local
    'fe80::/10', // link-local
    'fec0::/10', // former site-local
    'ff00::/8', // multicast
  ],
}

const notPublic = new BlockList()
for (const family of ['ipv4', 'ipv6'] as const) {
  for (const network of NETWORKS[family]) {
    const [address = '', prefix] = network.split('/')
    notPublic.addSubnet(address, Number(prefix), family)
  }
}

/**
 * Reports whether an IP address is not public: private, loopback, link-local, multicast or reserved.
 *
 * @param address as text, IPv6 without brackets; other text counts as not public
 */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address)
  return version === 0 || notPublic.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
