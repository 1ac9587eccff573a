import { checkResponse, defaultRuleset, findOperation, requirements } from '../../spec/index.ts'

function assert(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Under Deno this does not hold: ${what}`)
}

Deno.test('the specification as data, types and checks works on Deno', () => {
  assert(findOperation('GET', '/_matrix/client/v3/sync')?.operationId === 'sync', 'sync is found by its path')
  assert(checkResponse('sync', 200, { next_batch: '' }).length === 0, 'a minimal sync is accepted')
  assert(checkResponse('sync', 200, {}).length === 1, 'a sync without next_batch is not')
  assert(defaultRuleset('v1.19', '@alice:example.org').override.length === 10, 'v1.19 has ten override rules')
  assert(requirements.length > 0, 'there are requirements')
})
