import { type Operation, placedOperations } from './operation.ts'

/** Node of the tree of path templates: one segment. */
interface Node {
  literals: Map<string, Node>
  parameter?: Node
  /** Operations whose path ends here, by method */
  operations: Map<string, Operation>
}

const ROOT = createNode()
for (const operation of placedOperations) {
  for (const path of operation.paths) nodeAt(ROOT, path).operations.set(operation.method, operation)
}

/**
 * Finds the operation of the client-server API that a request is for.
 *
 * A literal segment takes precedence over a parameter: `/pushers/set` is not the pusher `set`.
 *
 * @param method - the HTTP method in upper case
 * @param path - the percent-encoded path without the query, under `/_matrix/client/v3` or `/_matrix/client/r0`
 * @returns the operation, or `undefined` if Plexor does not know one
 * @see https://spec.matrix.org/v1.19/client-server-api/
 */
export function findOperation(method: string, path: string): Operation | undefined {
  const segments = path.split('/')
  if (segments[3] === 'r0') segments[3] = 'v3'
  return find(ROOT, segments, 0, method)
}

function find(node: Node, segments: readonly string[], index: number, method: string): Operation | undefined {
  const segment = segments[index]
  if (segment === undefined) return node.operations.get(method)
  const literal = node.literals.get(segment)
  const found = literal && find(literal, segments, index + 1, method)
  if (found || segment === '' || node.parameter === undefined) return found
  return find(node.parameter, segments, index + 1, method)
}

/** Returns the node at the end of a path template, and creates missing nodes. */
function nodeAt(root: Node, template: string): Node {
  return template.split('/').reduce((node, segment) => {
    const isParameter = segment.startsWith('{')
    const next = (isParameter ? node.parameter : node.literals.get(segment)) ?? createNode()
    if (isParameter) node.parameter = next
    else node.literals.set(segment, next)
    return next
  }, root)
}

function createNode(): Node {
  return { literals: new Map(), operations: new Map() }
}
