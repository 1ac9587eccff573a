import { deepStrictEqual } from 'node:assert/strict'
import { EXPECTED } from './expected.ts'
import { APPS, openChain, walkDiagram } from './walk.ts'

for (const content of ['ids', 'full'] as const) {
  Deno.test(`a message arrives at a device of each service, with ${content} as content`, async () => {
    const chain = await openChain(content)
    try {
      for (const app of APPS) {
        const walked = await walkDiagram(chain, app)
        const { priority, payload } = EXPECTED[app][content](walked)
        deepStrictEqual([walked.push.priority, walked.push.payload], [priority, payload], app)
      }
    } finally {
      await chain.close()
    }
  })
}
