import clientServer from './generated/client-server.json' with { type: 'json' }
import type { operations } from './generated/client-server.ts'
import { operationsOf } from './openapi-document.ts'

/** ID of an operation of the client-server API that Plexor knows, such as `setPusher`. */
export type OperationId = keyof operations

/** Operation of the client-server API with its method and path. */
export interface Operation {
  /** ID of the operation in the OpenAPI document */
  operationId: OperationId
  /** HTTP method in upper case */
  method: string
  /** Path template under `/_matrix/client/v3`, with parameters in braces */
  path: string
  /** `push`: under test, as part of the push module. `setup`: only a prerequisite of test cases */
  tag: 'push' | 'setup'
}

/** Operation with all its paths, including the shorter ones if the last parameter may be empty. */
interface PlacedOperation extends Operation {
  paths: readonly string[]
}

/** Operations of the client-server API that Plexor knows. */
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
 * Returns the method and path of an operation of the client-server API.
 *
 * @param operationId - the ID of the operation
 * @throws {RangeError} when there is no such operation
 */
export function operation(operationId: OperationId): Operation {
  const found = byId.get(operationId)
  if (found) return found
  throw new RangeError(`Unknown operation "${operationId}" of spec/openapi/client-server.yaml; correct the ID`)
}
