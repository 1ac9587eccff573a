import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isPrivateAddress } from './private-address.ts'

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * Resolves a host name to its public addresses only; fails when it has none.
 *
 * It is the look-up of the connection itself, so that the address that was checked is the one connected to, and a
 * name that changes its addresses in between gains nothing.
 */
export function publicLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    const publicOnes = addresses.filter(({ address }) => !isPrivateAddress(address))
    const [first] = publicOnes
    if (first === undefined) return callback(refusal(hostname, addresses), [])
    if (options.all) return callback(null, publicOnes)
    return callback(null, first.address, first.family)
  })
}

function refusal(hostname: string, addresses: readonly LookupAddress[]): Error {
  const found = addresses.map(({ address }) => `"${address}"`).join(', ')
  return new Error(
    `Cannot connect to the push gateway "${hostname}": it resolves to ${found}, and only public addresses are allowed`,
  )
}
