/** Runs a homeserver on the data file in its argument, as a process that a test can kill. It prints its URL. */
import { flushCompileCache } from 'node:module'
import { createHomeserver, serve } from '../../../../reference/index.ts'

const homeserver = createHomeserver({
  data: process.argv[2] ?? '',
  passwordCost: { N: 2 ** 8, r: 8, p: 1 },
  delivery: { allowHttp: true, allowPrivateAddresses: true, backoff: { firstMs: 20, maxMs: 200 } },
})
const { url } = await serve(homeserver)
// A process that is killed stores nothing for the next one
flushCompileCache()
process.stdout.write(`${url}\n`)
