import { checkRequestBody, checkResponse, findOperation } from '../../../spec/index.ts'
import type { DocumentContext } from '../../document-context.ts'
import { MAX_EXAMPLES } from '../../limits.ts'
import {
  get,
  has,
  isObjectTree,
  itemsOf,
  type ObjectTree,
  type Tree,
  textOf,
  toValue,
  valueAtPointer,
} from '../../read/tree.ts'
import { reportViolations } from './violations.ts'

const METHODS = ['get', 'put', 'post', 'delete']

/** Checks the examples of an OpenAPI document against the schemas of their operations. */
export function checkOpenApiExamples(tree: Tree, document: DocumentContext): void {
  const paths = get(tree, 'paths')
  if (!isObjectTree(paths) || get(tree, 'openapi') === undefined) return
  const base = basePathOf(tree)
  const follow = (at: Tree | undefined) => followed(at, tree)
  const checked = new Examples(document)
  for (const { key: path, value: item } of paths.members) {
    for (const method of METHODS) {
      const operation = get(follow(item), method)
      const known = findOperation(method.toUpperCase(), (base + path).replace(/\/client\/(?:r0|v\d+)\//, '/client/v3/'))
      if (!isObjectTree(operation) || known === undefined) continue
      // A document can describe another operation that shares the path
      const isSame = known.tag === 'push' || textOf(get(operation, 'operationId')) === known.operationId
      if (isSame || !has(operation, 'operationId')) checkOperation(operation, known.operationId, follow, checked)
    }
  }
}

/** Returns the base path of the servers, in the notation of the documents of the specification. */
function basePathOf(tree: Tree): string {
  const servers = get(tree, 'servers')
  const first = servers?.type === 'array' ? servers.items[0] : undefined
  return textOf(get(get(get(first, 'variables'), 'basePath'), 'default')) ?? ''
}

/** Resolves references within the document. */
type Follow = (at: Tree | undefined) => Tree | undefined

/** Maximum number of references to follow; they can be circular. */
const MAX_STEPS = 10

function followed(at: Tree | undefined, document: Tree): Tree | undefined {
  let found = at
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const pointer = textOf(get(found, '$ref'))
    if (pointer === undefined) return found
    found = pointer.startsWith('#/') ? valueAtPointer(document, pointer.slice(1)) : undefined
  }
  return undefined
}

/** Message about examples that would take too long. */
export const TOO_MUCH = 'The examples are too long, or referenced too often: the rest is not checked'

/** Checks each example once for each body that it is an example of, up to a total number of characters. */
class Examples {
  readonly #document: DocumentContext
  readonly #seen = new Map<ObjectTree, Set<string>>()
  #left = MAX_EXAMPLES

  constructor(document: DocumentContext) {
    this.#document = document
  }

  check(example: ObjectTree, what: string, violationsOf: (value: unknown) => string[]): void {
    const seen = this.#seen.get(example) ?? new Set()
    if (seen.has(what) || this.#left < 0) return
    this.#seen.set(example, seen.add(what))
    const { start, end } = example.range
    this.#left -= end - start
    if (this.#left < 0) {
      this.#document.report('too-long', { start, end: start + 1 }, TOO_MUCH)
      return
    }
    reportViolations(what, example, violationsOf(toValue(example)), this.#document)
  }
}

function checkOperation(operation: ObjectTree, operationId: string, follow: Follow, examples: Examples): void {
  for (const example of examplesIn(get(operation, 'requestBody'), follow)) {
    examples.check(example, `body of ${operationId}`, (value) => checkRequestBody(operationId, value))
  }
  const responses = get(operation, 'responses')
  for (const { key, value } of isObjectTree(responses) ? responses.members : []) {
    const status = Number(key)
    if (!(status >= 200 && status < 600)) continue
    const what = `${status < 400 ? 'response' : 'error'} of ${operationId}`
    for (const example of examplesIn(value, follow)) {
      examples.check(example, what, (response) =>
        checkResponse(operationId, status, response).filter((sentence) => !sentence.startsWith('At the status')),
      )
    }
  }
}

/** Returns the examples of a request or a response, in every notation of OpenAPI. */
function examplesIn(message: Tree | undefined, follow: Follow): ObjectTree[] {
  const media = follow(get(get(follow(message), 'content'), 'application/json'))
  const schema = follow(get(media, 'schema'))
  const examples = get(media, 'examples')
  const named = isObjectTree(examples) ? examples.members.map(({ value }) => get(follow(value), 'value')) : []
  const found = [get(media, 'example'), ...named, get(schema, 'example'), ...itemsOf(get(schema, 'examples'))]
  return found.map(follow).filter((example): example is ObjectTree => isObjectTree(example))
}
