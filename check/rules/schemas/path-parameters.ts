import type { DocumentContext } from '../../document-context.ts'
import { get, isObjectTree, itemsOf, member, type ObjectTree, type Tree, textOf } from '../../read/tree.ts'
import type { SchemaLibrary } from './schema-library.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']

/** Checks that the variables in the paths of an OpenAPI document and its path parameters are the same. */
export function checkPathParameters(
  tree: ObjectTree,
  uri: string,
  library: SchemaLibrary,
  { report }: DocumentContext,
): void {
  const paths = get(tree, 'paths')
  const followed = (one: Tree): Tree | undefined => {
    const reference = textOf(get(one, '$ref'))
    return reference === undefined ? one : library.follow(reference, uri)?.tree
  }
  for (const { key: path, keyRange, value: item } of isObjectTree(paths) ? paths.members : []) {
    const variables = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name)
    const shared = itemsOf(get(item, 'parameters'))
    for (const operation of METHODS.flatMap((method) => get(item, method) ?? [])) {
      const written = [...shared, ...itemsOf(get(operation, 'parameters'))]
      const parameters = written.map(followed).filter((one) => textOf(get(one, 'in')) === 'path')
      // Without any list of parameters, the document is abridged
      const isListed = get(item, 'parameters') !== undefined || get(operation, 'parameters') !== undefined
      const isResolved = written.every((one) => followed(one) !== undefined) && get(item, '$ref') === undefined
      for (const parameter of parameters) {
        const name = member(parameter, 'name')
        const text = textOf(name?.value)
        const isHere = written.includes(parameter as Tree)
        if (name === undefined || text === undefined || variables.includes(text) || !isHere) continue
        report('path-parameter', name.value.range, `Expected {${text}} in the path "${path}" for this parameter`)
      }
      const named = new Set(parameters.map((one) => textOf(get(one, 'name'))))
      for (const variable of isListed && isResolved ? variables : []) {
        if (named.has(variable)) continue
        report('path-parameter', keyRange, `Expected a path parameter "${variable}", which the path contains`)
      }
    }
  }
}
