import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'

/** A JSON value with places, whether it was written as JSON or as YAML. */
export type Tree = ObjectTree | ArrayTree | StringTree | PlainTree | OpenTree

export interface ObjectTree {
  type: 'object'
  range: Range
  members: Member[]
  /** Whether something says that there is more, such as `...` */
  open: boolean
  /** Whether it is written in lines without braces, as in YAML */
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
  open: boolean
}

export interface StringTree {
  type: 'string'
  range: Range
  value: string
  /** What the string says, with places; only where it may hold examples of its own */
  content?: Fragment
  /** Whether the content stands there without any quotes or escapes, as a block of YAML does */
  isBlock?: boolean
}

export interface PlainTree {
  type: 'number' | 'boolean' | 'null'
  range: Range
  value: number | boolean | null
}

/** A value that is not told: an ellipsis, a placeholder, an alias, or text that is none. */
export interface OpenTree {
  type: 'open'
  range: Range
}

export function isObjectTree(tree: Tree | undefined): tree is ObjectTree {
  return tree?.type === 'object'
}

/** The member with this key; the last one, where there are several. */
export function member(tree: Tree | undefined, key: string): Member | undefined {
  return isObjectTree(tree) ? tree.members.findLast((one) => one.key === key) : undefined
}

export function get(tree: Tree | undefined, key: string): Tree | undefined {
  return member(tree, key)?.value
}

export function has(tree: Tree | undefined, key: string): boolean {
  return member(tree, key) !== undefined
}

/** The text of a string. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.type === 'string' ? tree.value : undefined
}

export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.type === 'array' ? tree.items : []
}

/** The value without places; what is not told is left out. */
export function toValue(tree: Tree): unknown {
  switch (tree.type) {
    case 'object':
      return Object.fromEntries(tree.members.map(({ key, value }) => [key, toValue(value)]))
    case 'array':
      return tree.items.filter(({ type }) => type !== 'open').map(toValue)
    case 'open':
      return undefined
    default:
      return tree.value
  }
}

/** Whether all of the value is told. */
export function isComplete(tree: Tree): boolean {
  switch (tree.type) {
    case 'object':
      return !tree.open && tree.members.every(({ value }) => isComplete(value))
    case 'array':
      return !tree.open && tree.items.every(isComplete)
    default:
      return tree.type !== 'open'
  }
}

/** The value at a JSON pointer; the nearest one around it, where there is none. */
export function atPointer(tree: Tree, pointer: string): Tree {
  let found = tree
  for (const name of stepsOf(pointer)) {
    const next = stepInto(found, name)
    if (next === undefined) return found
    found = next
  }
  return found
}

/** The value at a JSON pointer, and nothing else. */
export function placeAt(tree: Tree, pointer: string): Tree | undefined {
  return stepsOf(pointer).reduce<Tree | undefined>((at, name) => at && stepInto(at, name), tree)
}

function stepsOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1)
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function stepInto(tree: Tree, name: string): Tree | undefined {
  return tree.type === 'array' ? tree.items[Number(name)] : get(tree, name)
}
