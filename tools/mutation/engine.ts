import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Rules = typeof import('../../reference/rules/index.ts')
type Compile = typeof import('../../reference/rules/compile.ts')
type RuleIndex = typeof import('../../reference/rules/rule-index.ts')

/** The rule engine as a vector can be put to it: what it exports, and how it finds rules without its index. */
export type Engine = Pick<Rules, 'compile' | 'evaluateFor' | 'explain' | 'mergeRuleset'> &
  Pick<Compile, 'compileWith'> &
  Pick<RuleIndex, 'findLinear'>

/** Loads the engine of the sources in this folder, which may be a copy with mutants in it. */
export async function loadEngine(root: string): Promise<Engine> {
  const load = (file: string) => import(pathToFileURL(join(root, 'reference/rules', file)).href)
  const [rules, { compileWith }, { findLinear }]: [Rules, Compile, RuleIndex] = await Promise.all([
    load('index.ts'),
    load('compile.ts'),
    load('rule-index.ts'),
  ])
  return { ...rules, compileWith, findLinear }
}
