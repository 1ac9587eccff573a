import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'

/** JSON value with source ranges, read from JSON or YAML. */
export type Tree = ObjectTree | ArrayTree | StringTree | PlainTree | UnknownTree

export interface ObjectTree {
  type: 'object'
  range: Range
  members: Member[]
  /** True if the example is abridged, for example by `...` */
  isPartial: boolean
  /** True if it is a YAML block without braces */
  isBlock?: boolean
}

export interface Member {
  key: string
  keyRange: Range
  value: Tree
}

export interface ArrayTree {
  type: 'array'
  range: Range
  items: Tree[]
  isPartial: boolean
}

export interface StringTree {
  type: 'string'
  range: Range
  value: string
  /** Content of the string with source ranges; present only if it may contain examples */
  content?: Fragment
  /** True if the content is written without quotes and escapes, as in a block scalar of YAML */
  isBlock?: boolean
}

export interface PlainTree {
  type: 'number' | 'boolean' | 'null'
  range: Range
  value: number | boolean | null
}

/** Unknown value: an ellipsis, a placeholder, an alias or invalid text. */
export interface UnknownTree {
  type: 'unknown'
  range: Range
}

export function isObjectTree(tree: Tree | undefined): tree is ObjectTree {
  return tree?.type === 'object'
}

/** Returns the member with this key, or the last one if there are several. */
export function member(tree: Tree | undefined, key: string): Member | undefined {
  return isObjectTree(tree) ? tree.members.findLast((one) => one.key === key) : undefined
}

export function get(tree: Tree | undefined, key: string): Tree | undefined {
  return member(tree, key)?.value
}

export function has(tree: Tree | undefined, key: string): boolean {
  return member(tree, key) !== undefined
}

/** Returns the value of a string, or `undefined` for other types. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.type === 'string' ? tree.value : undefined
}

export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.type === 'array' ? tree.items : []
}

/** Returns the plain value; unknown parts are omitted. */
export function toValue(tree: Tree): unknown {
  switch (tree.type) {
    case 'object':
      return Object.fromEntries(tree.members.map(({ key, value }) => [key, toValue(value)]))
    case 'array':
      return tree.items.filter(({ type }) => type !== 'unknown').map(toValue)
    case 'unknown':
      return undefined
    default:
      return tree.value
  }
}

/** Reports whether the value has no unknown part. */
export function isComplete(tree: Tree): boolean {
  switch (tree.type) {
    case 'object':
      return !tree.isPartial && tree.members.every(({ value }) => isComplete(value))
    case 'array':
      return !tree.isPartial && tree.items.every(isComplete)
    default:
      return tree.type !== 'unknown'
  }
}

/** Returns the value at a JSON pointer, or the nearest enclosing one. */
export function nearestAtPointer(tree: Tree, pointer: string): Tree {
  let found = tree
  for (const name of stepsOf(pointer)) {
    const next = stepInto(found, name)
    if (next === undefined) return found
    found = next
  }
  return found
}

/** Returns the value at a JSON pointer, or `undefined`. */
export function valueAtPointer(tree: Tree, pointer: string): Tree | undefined {
  return stepsOf(pointer).reduce<Tree | undefined>((at, name) => at && stepInto(at, name), tree)
}

function stepsOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1)
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function stepInto(tree: Tree, name: string): Tree | undefined {
  return tree.type === 'array' ? tree.items[Number(name)] : get(tree, name)
}
