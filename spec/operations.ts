import clientServer from './generated/client-server.json' with { type: 'json' }
import { operationsOf, type PathItem } from './openapi-document.ts'

/** An operation of the client-server API, and whether the push module is about it or the cases only build on it. */
export interface FoundOperation {
  operationId: string
  tag: 'push' | 'setup'
}

/** One segment of the path templates. */
interface Node {
  literals: Map<string, Node>
  parameter?: Node
  operations: Map<string, FoundOperation>
}

const ROOT = buildTree()

/**
 * The operation that a request is for.
 *
 * @param method in upper case
 * @param path percent-encoded, without the query; under `v3` or, as at the seed, `r0`
 */
export function findOperation(method: string, path: string): FoundOperation | undefined {
  const segments = path.split('/')
  if (segments[3] === 'r0') segments[3] = 'v3'
  return find(ROOT, segments, 0, method)
}

function find(node: Node, segments: readonly string[], index: number, method: string): FoundOperation | undefined {
  const segment = segments[index]
  if (segment === undefined) return node.operations.get(method)
  const literal = node.literals.get(segment)
  const found = literal && find(literal, segments, index + 1, method)
  if (found || segment === '' || node.parameter === undefined) return found
  return find(node.parameter, segments, index + 1, method)
}

function buildTree(): Node {
  const root = createNode()
  for (const { path, item, method, operation } of operationsOf(clientServer)) {
    const found: FoundOperation = {
      operationId: operation.operationId,
      tag: operation.tags.includes('push') ? 'push' : 'setup',
    }
    for (const template of variants(path, item)) nodeAt(root, template).operations.set(method.toUpperCase(), found)
  }
  return root
}

/** The path itself, and the two shorter ones that it has when its last parameter may be empty. */
function variants(path: string, item: PathItem): string[] {
  const mayBeEmpty = item.parameters?.some((parameter) => 'x-may-be-empty' in parameter)
  const parent = path.slice(0, path.lastIndexOf('/'))
  return mayBeEmpty ? [path, `${parent}/`, parent] : [path]
}

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
