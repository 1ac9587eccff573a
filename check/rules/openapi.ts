import { checkRequestBody, checkResponse, findOperation } from '../../spec/index.ts'
import { MAX_EXAMPLES } from '../limits.ts'
import { get, isObjectTree, itemsOf, type ObjectTree, placeAt, type Tree, textOf, toValue } from '../read/tree.ts'
import type { DocumentContext } from '../story.ts'
import { reportViolations } from './violations.ts'

const METHODS = ['get', 'put', 'post', 'delete']

/** Checks the examples of an OpenAPI document against the schemas of the operations that they are for. */
export function checkDocument(tree: Tree, document: DocumentContext): void {
  const paths = get(tree, 'paths')
  if (!isObjectTree(paths) || get(tree, 'openapi') === undefined) return
  const base = basePathOf(tree)
  const follow = (at: Tree | undefined) => followed(at, tree)
  const checked = new Examples(document)
  for (const { key: path, value: item } of paths.members) {
    for (const method of METHODS) {
      const operation = get(follow(item), method)
      const known = findOperation(method.toUpperCase(), (base + path).replace(/\/client\/(?:r0|v\d+)\//, '/client/v3/'))
      if (isObjectTree(operation) && known !== undefined) checkOperation(operation, known.operationId, follow, checked)
    }
  }
}

/** The part of the path that all servers of a document share, as the specification's own documents have it. */
function basePathOf(tree: Tree): string {
  const servers = get(tree, 'servers')
  const first = servers?.type === 'array' ? servers.items[0] : undefined
  return textOf(get(get(get(first, 'variables'), 'basePath'), 'default')) ?? ''
}

/** Goes where references within the document lead, one after the other. */
type Follow = (at: Tree | undefined) => Tree | undefined

/** References can lead in a circle. */
const MAX_STEPS = 10

function followed(at: Tree | undefined, document: Tree): Tree | undefined {
  let found = at
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const pointer = textOf(get(found, '$ref'))
    if (pointer === undefined) return found
    found = pointer.startsWith('#/') ? placeAt(document, pointer.slice(1)) : undefined
  }
  return undefined
}

/** Checks each example once for each thing that it is an example of, and all in all not more than so many characters. */
class Examples {
  readonly #story: DocumentContext
  readonly #seen = new Map<ObjectTree, Set<string>>()
  #left = MAX_EXAMPLES

  constructor(document: DocumentContext) {
    this.#story = document
  }

  check(example: ObjectTree, what: string, violationsOf: (value: unknown) => string[]): void {
    const seen = this.#seen.get(example) ?? new Set()
    if (seen.has(what) || this.#left < 0) return
    this.#seen.set(example, seen.add(what))
    const { start, end } = example.range
    this.#left -= end - start
    if (this.#left < 0) {
      const message = 'From here on examples are not held against schemas: they are too long, or referred to too often'
      this.#story.report('too-long', { start, end: start + 1 }, message)
      return
    }
    reportViolations(what, example, violationsOf(toValue(example)), this.#story)
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

/** The examples of a request or a response, in all the ways that OpenAPI has for them. */
function examplesIn(message: Tree | undefined, follow: Follow): ObjectTree[] {
  const media = follow(get(get(follow(message), 'content'), 'application/json'))
  const schema = follow(get(media, 'schema'))
  const examples = get(media, 'examples')
  const named = isObjectTree(examples) ? examples.members.map(({ value }) => get(follow(value), 'value')) : []
  const found = [get(media, 'example'), ...named, get(schema, 'example'), ...itemsOf(get(schema, 'examples'))]
  return found.map(follow).filter((example): example is ObjectTree => isObjectTree(example))
}
