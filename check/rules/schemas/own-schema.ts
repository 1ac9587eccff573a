import type { ErrorObject } from 'ajv/dist/2020.js'
import { toViolations } from '../../../spec/violations.ts'
import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext } from '../../document-context.ts'
import {
  get,
  has,
  isObjectTree,
  itemsOf,
  nearestAtPointer,
  type ObjectTree,
  type Tree,
  textOf,
} from '../../read/tree.ts'
import { TOO_MUCH } from './openapi.ts'
import { checkPathParameters } from './path-parameters.ts'
import { SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from './plain-schema.ts'
import type { SchemaLibrary } from './schema-library.ts'
import { splitSentence, withOneOfMissing } from './violations.ts'

/** Checks every example of an OpenAPI document, or of a file with one schema, against the schema beside it. */
export function checkOwnSchemas(tree: Tree, name: string, library: SchemaLibrary, document: DocumentContext): void {
  if (!isObjectTree(tree)) return
  const isOpenApi = has(tree, 'openapi') || has(tree, 'swagger')
  if (!isOpenApi && !isSchemaFile(tree)) return
  const uri = library.add(name, tree)
  const checker = new OwnSchemas(uri, library, document, has(tree, 'swagger'))
  if (isOpenApi) {
    checker.visit(tree, '')
    checkPathParameters(tree, uri, library, document)
  } else checker.visitSchema(tree, '')
}

/** Reports whether a file is a schema: it has the keywords of one and describes itself. */
function isSchemaFile(tree: ObjectTree): boolean {
  const type = textOf(get(tree, 'type'))
  const isTyped = /^(?:object|array|string|integer|number|boolean)$/.test(type ?? '')
  return (
    (isTyped && ['properties', 'items', 'example', 'examples'].some((key) => has(tree, key))) || has(tree, '$schema')
  )
}

/** Members that contain no schemas of the document. */
const OPAQUE = new Set(['example', 'examples', 'default', 'enum', 'const'])

class OwnSchemas {
  readonly #uri: string
  readonly #library: SchemaLibrary
  readonly #document: DocumentContext
  readonly #isSwagger: boolean
  #isExhausted = false

  constructor(uri: string, library: SchemaLibrary, document: DocumentContext, isSwagger: boolean) {
    this.#uri = uri
    this.#library = library
    this.#document = document
    this.#isSwagger = isSwagger
  }

  /** Visits a part of an OpenAPI document that is not a schema. */
  visit(tree: Tree, pointer: string): void {
    if (tree.type === 'array') for (const [index, item] of tree.items.entries()) this.visit(item, `${pointer}/${index}`)
    if (!isObjectTree(tree)) return
    if (isObjectTree(get(tree, 'schema'))) this.#checkBeside(tree, `${pointer}/schema`)
    else if (has(tree, 'in') && has(tree, 'type'))
      this.#checkAll([get(tree, 'x-example'), get(tree, 'example')], pointer)
    for (const { key, value } of tree.members) {
      const at = `${pointer}/${escaped(key)}`
      if (OPAQUE.has(key) || key.startsWith('x-')) continue
      if (key === 'schema') this.visitSchema(value, at)
      else if ((key === 'schemas' || key === 'definitions') && isObjectTree(value)) this.#visitMap(value, at)
      else this.visit(value, at)
    }
  }

  /** Checks the examples beside a schema: of a body, a parameter or a header. */
  #checkBeside(tree: ObjectTree, schema: string): void {
    const examples = get(tree, 'examples')
    const named = (isObjectTree(examples) ? examples.members : []).flatMap(({ key, value }) => {
      if (this.#isSwagger) return /\bjson\b/.test(key) ? [value] : []
      return [get(this.#target(value), 'value')]
    })
    this.#checkAll([get(tree, 'example'), get(tree, 'x-example'), ...named], schema)
  }

  #target(tree: Tree): Tree | undefined {
    const reference = textOf(get(tree, '$ref'))
    if (reference === undefined) return tree
    // Examples of other files are checked there
    return reference.startsWith('#') ? this.#library.follow(reference, this.#uri)?.tree : undefined
  }

  visitSchema(schema: Tree, pointer: string): void {
    if (!isObjectTree(schema)) return
    const title = textOf(get(schema, 'title'))
    const examples = [get(schema, 'example'), get(schema, 'x-example'), ...itemsOf(get(schema, 'examples'))]
    this.#checkAll(
      examples.map((example) => unwrapped(example, title)),
      pointer,
    )
    for (const { key, value } of schema.members) {
      const at = `${pointer}/${escaped(key)}`
      if (SCHEMA_MAP.has(key) && isObjectTree(value)) this.#visitMap(value, at)
      else if (SCHEMA_LIST.has(key) && value.type === 'array') this.#visitList(value.items, at)
      else if (SCHEMA.has(key)) this.visitSchema(value, at)
    }
  }

  #visitList(items: readonly Tree[], pointer: string): void {
    for (const [index, item] of items.entries()) this.visitSchema(item, `${pointer}/${index}`)
  }

  #visitMap(map: ObjectTree, pointer: string): void {
    for (const { key, value } of map.members) this.visitSchema(value, `${pointer}/${escaped(key)}`)
  }

  #checkAll(examples: readonly (Tree | undefined)[], schema: string): void {
    for (const example of examples) if (example !== undefined) this.#check(example, schema)
  }

  #check(example: Tree, pointer: string): void {
    const resolved = this.#library.resolve(example, this.#uri)
    if (this.#library.isExhausted) {
      const { start } = example.range
      if (!this.#isExhausted) this.#document.report('too-long', { start, end: start + 1 }, TOO_MUCH)
      this.#isExhausted = true
    }
    if (resolved === undefined || isPlaceholderText(textOf(example) ?? '')) return
    const errors = this.#library.errors({ uri: this.#uri, pointer }, resolved.value)
    for (const sentence of withOneOfMissing(toViolations(withoutAlternatives(errors ?? [])))) {
      const { place, problem } = splitSentence(sentence)
      const tree = nearestAtPointer(example, place)
      if (isPlaceholderText(textOf(tree) ?? '')) continue
      this.#document.report('own-schema', tree.range, `${problem} (schema of the document)`)
    }
  }
}

/** Returns the content of an example that shows it within the property that the schema has as its title. */
function unwrapped(example: Tree | undefined, title: string | undefined): Tree | undefined {
  if (title === undefined || !isObjectTree(example) || example.members.length !== 1) return example
  const [only] = example.members
  return only?.key === title && /[._]/.test(title) ? only.value : example
}

/** Leaves one error of those that say why a value fits none of several alternatives. */
function withoutAlternatives(errors: readonly ErrorObject[]): ErrorObject[] {
  let left = [...errors]
  for (const one of errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')) {
    const end = left.indexOf(one)
    const [first, ...more] = left.slice(0, end).filter(({ instancePath }) => instancePath.startsWith(one.instancePath))
    if (first !== undefined) left = left.filter((error) => !more.includes(error))
  }
  return left
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
