import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Rules = typeof import('../../reference/rules/index.ts')
type Compile = typeof import('../../reference/rules/compile.ts')
type RuleIndex = typeof import('../../reference/rules/rule-index.ts')

/** Functions of the rule engine that evaluate vectors, with and without its index. */
export type Engine = Pick<Rules, 'compile' | 'evaluateFor' | 'explain' | 'mergeRuleset'> &
  Pick<Compile, 'compileWith'> &
  Pick<RuleIndex, 'findIndexed' | 'findLinear'>

/** Loads the engine from the sources in a directory, which can be a copy with mutants. */
export async function loadEngine(root: string): Promise<Engine> {
  const load = (file: string) => import(pathToFileURL(join(root, 'reference/rules', file)).href)
  const [rules, { compileWith }, { findIndexed, findLinear }]: [Rules, Compile, RuleIndex] = await Promise.all([
    load('index.ts'),
    load('compile.ts'),
    load('rule-index.ts'),
  ])
  return { ...rules, compileWith, findIndexed, findLinear }
}
