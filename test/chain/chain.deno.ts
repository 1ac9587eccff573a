import { deepStrictEqual } from 'node:assert/strict'
import { EXPECTED } from './expected.ts'
import { APPS, openChain, walkDiagram } from './walk.ts'

for (const content of ['ids', 'full'] as const) {
  Deno.test(`a message arrives at a device of each service, with ${content} as content`, async () => {
    const chain = await openChain(content)
    try {
      for (const app of APPS) {
        const walk = await walkDiagram(chain, app)
        const { priority, payload } = EXPECTED[app][content](walk)
        deepStrictEqual([walk.push.priority, walk.push.payload], [priority, payload], app)
      }
    } finally {
      await chain.close()
    }
  })
}
