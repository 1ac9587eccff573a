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

/** An operation, and all the paths that it has: shorter ones too where the last parameter may be empty. */
interface PlacedOperation extends Operation {
  paths: readonly string[]
}

/** All operations of the client-server API that Plexor knows. */
export const placedOperations: readonly PlacedOperation[] = operationsOf(clientServer).map(
  ({ path, item, method, operation: { operationId, tags } }) => {
    const mayBeEmpty = item.parameters?.some((parameter) => 'x-may-be-empty' in parameter)
    const parent = path.slice(0, path.lastIndexOf('/'))
    return {
      operationId: operationId as OperationId,
      method: method.toUpperCase(),
      path,
      tag: tags.includes('push') ? 'push' : 'setup',
      paths: mayBeEmpty ? [path, `${parent}/`, parent] : [path],
    }
  },
)

const byId = new Map<string, Operation>(placedOperations.map((placed) => [placed.operationId, placed]))

/**
 * How the operation with this ID is called.
 *
 * @throws {RangeError} when the OpenAPI document has none
 */
export function operation(operationId: OperationId): Operation {
  const found = byId.get(operationId)
  if (found) return found
  throw new RangeError(`There is no operation "${operationId}" in spec/openapi/client-server.yaml; correct the ID`)
}
