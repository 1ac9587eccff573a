import { atLeast, type SpecVersion } from '../../spec/versions.ts'
import { property } from './json.ts'

/** The names of the properties to go through, from the outermost object to the value. */
export type PropertyPath = readonly string[]

/**
 * Takes a dot-separated path apart.
 *
 * Since v1.7 a backslash before a dot or a backslash makes it part of the name; before anything else, and at the end,
 * the backslash stands for itself. Earlier versions have no way to write a name with a dot in it.
 *
 * @see https://spec.matrix.org/v1.19/appendices/#dot-separated-property-paths
 */
export function parsePropertyPath(path: string, specVersion: SpecVersion): PropertyPath {
  if (!atLeast(specVersion, 'v1.7')) return path.split('.')
  const names: string[] = []
  let name = ''
  for (const [token] of path.matchAll(/\\[.\\]|[^.\\]+|[.\\]/g)) {
    if (token === '.') {
      names.push(name)
      name = ''
    } else {
      name += token === '\\.' || token === '\\\\' ? token.slice(1) : token
    }
  }
  return [...names, name]
}

/** The value at the path; `undefined` when there is none. Arrays have no properties to go through. */
export function lookUp(object: unknown, path: PropertyPath, from = 0): unknown {
  let value = object
  for (let index = from; index < path.length; index += 1) value = property(value, path[index] as string)
  return value
}
