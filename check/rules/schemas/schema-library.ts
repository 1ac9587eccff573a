import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isObject } from '../../../common/is-object.ts'
import { createBoundedValidator } from '../../../spec/bounded-validator.ts'
import { readJson } from '../../read/json/read-json.ts'
import { get, isObjectTree, type Tree, textOf, toValue, valueAtPointer } from '../../read/tree.ts'
import { readYaml } from '../../read/yaml/read-yaml.ts'
import { Fragment } from '../../source/fragment.ts'
import { boundedPattern } from './bounded-pattern.ts'
import { plainSchema } from './plain-schema.ts'

/** Reads another file; returns its text, or `undefined` if it is not there or may not be read. */
export type ReadFile = (path: string) => string | undefined

/** Maximum number of references to follow one after the other; they can be circular. */
const MAX_STEPS = 20

/** Maximum number of values in all examples of a document together; references can lead to the same ones again and again. */
const MAX_VALUES = 500_000

/** Base of the URIs of documents, which nobody else uses. */
const BASE = 'plexor:///'

/** Place in a document: its URI, and a JSON pointer. */
export interface Place {
  uri: string
  pointer: string
}

/** Documents with schemas and examples by URI. They are read when a reference leads to them. */
export class SchemaLibrary {
  readonly #read: ReadFile
  readonly #pathOf: (name: string) => string
  readonly #trees = new Map<string, Tree | undefined>()
  /** Documents as schemas, for the validators that are not created yet */
  readonly #schemas = new Map<string, Plain>()
  readonly #patternTime = { spentMs: 0 }
  readonly #compilers: Ajv2020[] = []
  readonly #validator = createBoundedValidator(({ allErrors }) => this.#createAjv(allErrors))
  /** Number of values that the examples of the current document may still have */
  #left = MAX_VALUES

  /**
   * @param read - reads the files that references lead to; by default there are none
   * @param pathOf - returns the absolute path of a source by its name
   */
  constructor(read: ReadFile = () => undefined, pathOf: (name: string) => string = (name) => name) {
    this.#read = read
    this.#pathOf = pathOf
  }

  #createAjv(allErrors: boolean): Ajv2020 {
    const regExp = (pattern: string, flags: string) => boundedPattern(pattern, flags, this.#patternTime)
    // It is needed only for code that is stored
    regExp.code = 'boundedPattern'
    const common = { verbose: true, strict: false, validateSchema: false, logger: false } as const
    const ajv = new Ajv2020({ ...common, allErrors, code: { regExp } })
    formats.default(ajv)
    // It is created when the first value is validated
    for (const [uri, schema] of this.#schemas) ajv.addSchema(schema, uri)
    this.#compilers.push(ajv)
    return ajv
  }

  /** Adds the document that is checked from now on, if it is not there yet; returns its URI. */
  add(name: string, tree: Tree): string {
    this.#left = MAX_VALUES
    this.#patternTime.spentMs = 0
    const uri = BASE + this.#pathOf(name).split(/[\\/]/).map(encodeURIComponent).join('/')
    if (this.#trees.get(uri) === undefined) {
      this.#trees.set(uri, tree)
      this.#addSchema(uri, tree)
    }
    return uri
  }

  /**
   * Returns the errors of a value against the schema at a place, as a bounded validator does; `undefined` if the schema
   * cannot be used: it is wrong itself, or refers to a file that is not there.
   */
  errors(at: Place, value: unknown): ErrorObject[] | undefined {
    const { uri, pointer } = this.#withoutReference(at)
    for (let step = 0; step < MAX_STEPS; step += 1) {
      try {
        return this.#validator.errors(`${uri}#${encodeURI(pointer)}`, value)
      } catch (error) {
        const { missingSchema } = Object(error) as { missingSchema?: string }
        if (missingSchema === undefined || this.#load(missingSchema || uri) === undefined) return undefined
      }
    }
    return undefined
  }

  /** Follows a schema that is only a reference: Ajv resolves what is in its target from the wrong document. */
  #withoutReference(at: Place): Place {
    let place = at
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const tree = this.#load(place.uri)
      const reference = textOf(get(tree && valueAtPointer(tree, place.pointer), '$ref'))
      const target = reference === undefined ? undefined : this.follow(reference, place.uri)
      if (target === undefined) break
      place = target
    }
    return place
  }

  /** True if the examples of the current document have too many values, so that no more are resolved */
  get isExhausted(): boolean {
    return this.#left < 0
  }

  /**
   * Returns the value of an example with its references resolved; `undefined` if one leads nowhere, or if the examples of
   * the document have too many values.
   */
  resolve(tree: Tree, uri: string, steps = MAX_STEPS): { value: unknown } | undefined {
    this.#left -= 1
    if (this.#left < 0) return undefined
    if (tree.type === 'array') {
      const items = tree.items.map((item) => this.resolve(item, uri, steps))
      return items.includes(undefined) ? undefined : { value: items.map((item) => item?.value) }
    }
    if (!isObjectTree(tree)) return tree.type === 'unknown' ? undefined : { value: toValue(tree) }
    if (tree.isPartial && !tree.members.some(({ key }) => key === '$ref')) return undefined
    const parts = tree.members.length === 1 ? get(tree, 'allOf') : undefined
    if (parts?.type === 'array') return this.#merged(parts.items, uri, steps)
    const value: Record<string, unknown> = {}
    for (const member of tree.members) {
      const reference = member.key === '$ref' ? textOf(member.value) : undefined
      const resolved =
        reference === undefined ? this.resolve(member.value, uri, steps) : this.#referenced(reference, uri, steps)
      if (resolved === undefined) return undefined
      if (reference === undefined) value[member.key] = resolved.value
      else if (tree.members.length === 1) return resolved
      else Object.assign(value, resolved.value, { ...value })
    }
    return { value }
  }

  /** Merges the parts of an example that is written as `allOf`, as in the documents of the specification. */
  #merged(parts: readonly Tree[], uri: string, steps: number): { value: unknown } | undefined {
    const values = parts.map((part) => this.resolve(part, uri, steps)?.value)
    return values.every(isObject) ? { value: values.reduce(merge, {}) } : undefined
  }

  #referenced(reference: string, uri: string, steps: number): { value: unknown } | undefined {
    const target = this.follow(reference, uri)
    return target === undefined || steps === 0 ? undefined : this.resolve(target.tree, target.uri, steps - 1)
  }

  /** Returns what a reference leads to, and its place. */
  follow(reference: string, uri: string): (Place & { tree: Tree }) | undefined {
    const target = URL.parse(reference, uri)
    if (target === null) return undefined
    const pointer = decodeURIComponent(target.hash.slice(1))
    target.hash = ''
    const tree = this.#load(target.href)
    const found = tree && (pointer === '' ? tree : valueAtPointer(tree, pointer))
    return found && { tree: found, uri: target.href, pointer }
  }

  #load(uri: string): Tree | undefined {
    if (this.#trees.has(uri)) return this.#trees.get(uri)
    const tree = uri.startsWith(BASE) ? this.#parse(decodeURIComponent(uri.slice(BASE.length))) : undefined
    this.#trees.set(uri, tree)
    if (tree !== undefined) this.#addSchema(uri, tree)
    return tree
  }

  #parse(path: string): Tree | undefined {
    const text = this.#read(path)
    if (text === undefined) return undefined
    const fragment = Fragment.plain(text)
    return (/\.json$/.test(path) ? readJson(fragment) : readYaml(fragment)).trees[0]
  }

  #addSchema(uri: string, tree: Tree): void {
    const schema = plainSchema(toValue(tree))
    if (!isObject(schema)) return
    this.#schemas.set(uri, schema)
    for (const ajv of this.#compilers) ajv.addSchema(schema, uri)
  }
}

type Plain = Record<string, unknown>

function merge(one: Plain, other: Plain): Plain {
  const merged = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const before = merged[key]
    merged[key] = isObject(before) && isObject(value) ? merge(before, value) : value
  }
  return merged
}
