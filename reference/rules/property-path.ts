import { atLeast, type SpecVersion } from '../../spec/versions.ts'
import { property } from './json.ts'

/** Names of the properties from the outermost object to the value. */
export type PropertyPath = readonly string[]

/**
 * Parses a dot-separated path.
 *
 * Since v1.7 a backslash escapes a dot or a backslash; elsewhere it is literal. Earlier versions cannot express a name
 * with a dot.
 *
 * @see https://spec.matrix.org/v1.19/appendices/#dot-separated-property-paths
 */
export function parsePropertyPath(path: string, specVersion: SpecVersion): PropertyPath {
  if (!path.includes('\\') || !atLeast(specVersion, 'v1.7')) return path.split('.')
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

/** Returns the value at a path; `undefined` if there is none. Arrays count as values without properties. */
export function lookUp(object: unknown, path: PropertyPath, from = 0): unknown {
  let value = object
  for (let index = from; index < path.length; index += 1) value = property(value, path[index] as string)
  return value
}
