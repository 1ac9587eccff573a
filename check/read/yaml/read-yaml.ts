import { Composer, type CST, isAlias, isMap, isScalar, isSeq, type ParsedNode, Parser, type YAMLMap } from 'yaml'
import { MAX_DEPTH, MAX_PER_BLOCK, MAX_YAML } from '../../limits.ts'
import type { Fragment } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import type { Member, Tree } from '../tree.ts'
import { contentOf } from './string-content.ts'

/** Syntax problem in YAML. */
export interface YamlProblem {
  kind: 'syntax' | 'duplicate-key' | 'deep' | 'long'
  range: Range
  message: string
}

/** Content of YAML: one tree for each document. */
export interface ReadYaml {
  trees: Tree[]
  problems: YamlProblem[]
}

/** Reads YAML. Aliases are not resolved, so they cannot expand into large values. */
export function readYaml(fragment: Fragment): ReadYaml {
  if (fragment.text.length > MAX_YAML) {
    const message = `Expected at most ${MAX_YAML / 2 ** 20} MiB of YAML, found more: it is not checked`
    return { trees: [], problems: [{ kind: 'long', range: fragment.range(0, 1), message }] }
  }
  const tokens = [...new Parser().parse(fragment.text)]
  const deep = tooDeep(tokens)
  if (deep !== undefined) {
    const message = `Expected at most ${MAX_DEPTH} levels of nesting, found more: the YAML is not checked`
    return { trees: [], problems: [{ kind: 'deep', range: fragment.range(deep, deep + 1), message }] }
  }
  const problems: YamlProblem[] = []
  const report = (problem: YamlProblem) => {
    if (problems.length < MAX_PER_BLOCK) problems.push(problem)
  }
  const trees: Tree[] = []
  // The check of the library for duplicate keys takes quadratic time
  const composer = new Composer({ logLevel: 'silent', prettyErrors: false, uniqueKeys: false })
  for (const document of composer.compose(tokens, false, fragment.text.length)) {
    const isLoose = document.errors.some(({ message }) => message.startsWith(LOOSE))
    for (const { message, pos } of document.errors) {
      if (isLoose && LOOSE_BRACE.test(message)) continue
      const range = fragment.range(pos[0], Math.max(pos[1], pos[0]))
      report({ kind: 'syntax', range, message: `Cannot read the YAML: ${message.replaceAll(/\s+/g, ' ')}` })
    }
    const node = document.contents as ParsedNode | null
    if (node !== null) trees.push(toTree(node, fragment, report))
  }
  return { trees, problems }
}

/** Error for a closing brace with too little indentation. Other libraries accept it at any column. */
const LOOSE = 'Flow map in block collection must be sufficiently indented'

/** Matches the errors that such a brace causes. */
const LOOSE_BRACE = new RegExp(`^${LOOSE}|^Unexpected \\S+ token in YAML stream`)

/** Returns the offset of the first node that is nested too deeply, if there is one. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const left: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { token, depth } = next
    if (depth > MAX_DEPTH) return token.offset
    if (token.type === 'document') {
      if (token.value !== undefined) left.push({ token: token.value, depth })
    } else if ('items' in token) {
      for (const { key, value } of token.items as readonly CST.CollectionItem[]) {
        if (key) left.push({ token: key, depth: depth + 1 })
        if (value) left.push({ token: value, depth: depth + 1 })
      }
    }
  }
  return undefined
}

function toTree(node: ParsedNode, fragment: Fragment, report: (problem: YamlProblem) => void): Tree {
  const range = fragment.range(node.range[0], node.range[1])
  if (isMap(node)) {
    const members = membersOf(node as YAMLMap.Parsed, fragment, report)
    // The content of a reference is elsewhere
    const isPartial = members.some(({ key }) => key === '$ref')
    return { type: 'object', range, members, isPartial, isBlock: node.flow !== true }
  }
  if (isSeq(node)) {
    const items = (node.items as ParsedNode[]).map((item) => toTree(item, fragment, report))
    return { type: 'array', range, items, isPartial: false }
  }
  if (isAlias(node) || !isScalar(node)) return { type: 'unknown', range }
  const value: unknown = node.value
  if (typeof value === 'string') return { type: 'string', range, value, ...contentOf(node, value, fragment) }
  if (typeof value === 'number') return { type: 'number', range, value }
  if (typeof value === 'boolean') return { type: 'boolean', range, value }
  return value === null ? { type: 'null', range, value } : { type: 'unknown', range }
}

function membersOf(map: YAMLMap.Parsed, fragment: Fragment, report: (problem: YamlProblem) => void): Member[] {
  const seen = new Set<string>()
  return map.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return []
    const name = String(key.value)
    const keyRange = fragment.range(key.range[0], key.range[1])
    if (seen.has(name) && name !== '<<') {
      report({ kind: 'duplicate-key', range: keyRange, message: `The key "${name.slice(0, 40)}" occurs twice` })
    }
    seen.add(name)
    const tree: Tree = value === null ? { type: 'null', range: keyRange, value: null } : toTree(value, fragment, report)
    return [{ key: name, keyRange, value: tree }]
  })
}
