/** The reference homeserver as a process of its own, on the data file that is its argument; it reports its URL. */
import { createHomeserver, serve } from '../reference/index.ts'

const homeserver = createHomeserver({
  data: process.argv[2] ?? ':memory:',
  passwordCost: { N: 2 ** 8, r: 8, p: 1 },
  delivery: { allowHttp: true, allowPrivateAddresses: true },
})
const { url } = await serve(homeserver)
process.send?.({ url })
