import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isPrivateAddress } from './private-address.ts'

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * Resolves a host name to its public addresses; fails if it has none.
 *
 * The connection itself uses it, so that it connects to the address that was checked, even if the name changes its
 * addresses.
 */
export function publicLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    const publicAddresses = addresses.filter(({ address }) => !isPrivateAddress(address))
    const [first] = publicAddresses
    if (first === undefined) return callback(refusal(hostname, addresses), [])
    if (options.all) return callback(null, publicAddresses)
    return callback(null, first.address, first.family)
  })
}

function refusal(hostname: string, addresses: readonly LookupAddress[]): Error {
  const found = addresses.map(({ address }) => `"${address}"`).join(', ')
  return new Error(`Push gateway "${hostname}": expected a public address, found ${found}`)
}
