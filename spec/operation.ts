import clientServer from './generated/client-server.json' with { type: 'json' }
import type { operations } from './generated/client-server.ts'
import { operationsOf } from './openapi-document.ts'

/** The name of an operation of the client-server API that Plexor knows. */
export type OperationId = keyof operations

/** How an operation of the client-server API is called. */
export interface Operation {
  operationId: OperationId
  /** In upper case */
  method: string
  /** With parameters in braces, under `v3` */
  path: string
  /** `push`: the push module is about it. `setup`: cases only build on it */
  tag: 'push' | 'setup'
}

const byId = new Map<string, Operation>()
for (const { path, method, operation: entry } of operationsOf(clientServer)) {
  byId.set(entry.operationId, {
    operationId: entry.operationId as OperationId,
    method: method.toUpperCase(),
    path,
    tag: entry.tags.includes('push') ? 'push' : 'setup',
  })
}

/**
 * How the operation with this ID is called.
 *
 * @throws {RangeError} when the OpenAPI document has none
 */
export function operation(operationId: OperationId): Operation {
  const found = byId.get(operationId)
  if (found === undefined)
    throw new RangeError(`There is no operation "${operationId}" in spec/openapi/client-server.yaml`)
  return found
}
