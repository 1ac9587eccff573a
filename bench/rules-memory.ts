import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type CompiledRuleset, compile } from '../reference/rules/index.ts'
import { defaultRuleset, NEWEST, type Ruleset } from '../spec/index.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Measures the memory, in bytes, of the default rules of `count` users, and of their compiled rulesets. */
export function memoryOfDefaults(count: number): { rules: number; compiled: number } {
  const start = heapUsed()
  const rulesets: Ruleset[] = []
  for (let index = 0; index < count; index += 1) rulesets.push(defaultRuleset(NEWEST, `@user${index}:hs`))
  const before = heapUsed()
  const compiled: CompiledRuleset[] = rulesets.map((ruleset) => compile(ruleset, { specVersion: NEWEST }))
  const after = heapUsed()
  // This also keeps both alive until here
  if (compiled.length !== rulesets.length) throw new Error('Cannot measure memory: some rulesets were not compiled')
  return { rules: before - start, compiled: after - before }
}

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
