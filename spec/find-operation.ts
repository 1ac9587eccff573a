import { type Operation, placedOperations } from './operation.ts'

/** One segment of the path templates. */
interface Node {
  literals: Map<string, Node>
  parameter?: Node
  /** The operations whose path ends here, by method */
  operations: Map<string, Operation>
}

const ROOT = createNode()
for (const operation of placedOperations) {
  for (const path of operation.paths) nodeAt(ROOT, path).operations.set(operation.method, operation)
}

/**
 * The operation that a request is for. Where both a word and a parameter of templates would do, the word wins.
 *
 * @param method in upper case
 * @param path percent-encoded, without the query; under `v3` or, as at the seed, `r0`
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

/** The node at the end of a path template, made where it is not there yet. */
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
