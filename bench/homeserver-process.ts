/** Reference homeserver in a separate process. Its argument is the data file; it sends its URL to the parent process. */
import { createHomeserver, serve } from '../reference/index.ts'

const homeserver = createHomeserver({
  data: process.argv[2] ?? ':memory:',
  passwordCost: { N: 2 ** 8, r: 8, p: 1 },
  delivery: { allowHttp: true, allowPrivateAddresses: true },
})
const { url } = await serve(homeserver)
process.send?.({ url })
