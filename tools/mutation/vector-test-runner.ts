/** Test runner for StrykerJS whose tests are the vectors: a mutant is killed if the outcome of one changes. */
import process from 'node:process'
import { type InstrumenterContext, INSTRUMENTER_CONSTANTS as NAMES } from '@stryker-mutator/api/core'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import { vectors } from '../../suites/vectors/index.ts'
import { differenceOf } from './ask-every-way.ts'
import { type Engine, loadEngine } from './engine.ts'

/** Name of the runner in the options of StrykerJS. */
export const RUNNER = 'vectors'

/**
 * Number of executions of a mutant during one vector from which on it counts as an infinite loop. Nothing else reaches
 * it, and a count, unlike a time, does not depend on the load of the machine.
 */
const ENDLESS = 1_000_000

/** Shared state that activates one of the mutants, all of which are in the loaded code. */
const context: InstrumenterContext = {}
Object.assign(globalThis, { [NAMES.NAMESPACE]: context })

/**
 * Runs in its own process, in the directory with the mutants. The engine is loaded once for all of them; for a mutant
 * that takes effect while the code is loaded, StrykerJS starts another process.
 */
class VectorTestRunner implements TestRunner {
  #engine: Engine | undefined

  /** Number of mutants that each vector has killed; those with the most run first */
  readonly #kills = new Map<string, number>()

  capabilities() {
    return { reloadEnvironment: false }
  }

  async dryRun(): Promise<DryRunResult> {
    context.mutantCoverage = { static: {}, perTest: {} }
    const tests = await this.#run(vectors.map(({ id }) => id))
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage }
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter }: MutantRunOptions): Promise<MutantRunResult> {
    if (mutantActivation === 'runtime') await this.#load()
    Object.assign(context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit: ENDLESS })
    const tests = await this.#run(testFilter ?? vectors.map(({ id }) => id))
    const endless = determineHitLimitReached(context.hitCount, context.hitLimit)
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
  }

  async #load(): Promise<Engine> {
    this.#engine ??= await loadEngine(process.cwd())
    return this.#engine
  }

  /** Runs vectors up to the first difference. */
  async #run(ids: readonly string[]): Promise<TestResult[]> {
    let engine: Engine
    try {
      engine = await this.#load()
    } catch (error) {
      return [toResult('load', 0, String(error))]
    }
    const kills = (id: string) => this.#kills.get(id) ?? 0
    const results: TestResult[] = []
    for (const id of ids.toSorted((one, other) => kills(other) - kills(one))) {
      const result = run(engine, id)
      results.push(result)
      if (result.status === TestStatus.Success) continue
      this.#kills.set(id, kills(id) + 1)
      break
    }
    return results
  }
}

const BY_ID = new Map(vectors.map((vector) => [vector.id, vector]))

/** Runs a vector. An error counts as a difference. */
function run(engine: Engine, id: string): TestResult {
  const vector = BY_ID.get(id)
  if (vector === undefined) throw new RangeError(`Unknown vector "${id}" in the request of StrykerJS`)
  const started = performance.now()
  // Coverage is needed only once, and recording it is slow
  if (context.activeMutant === undefined) context.currentTestId = id
  else context.hitCount = 0
  let difference: string | undefined
  try {
    difference = differenceOf(engine, vector)
  } catch (error) {
    difference = String(error)
  }
  delete context.currentTestId
  return toResult(id, performance.now() - started, difference)
}

function toResult(id: string, timeSpentMs: number, failureMessage: string | undefined): TestResult {
  const result = { id, name: id, timeSpentMs }
  if (failureMessage === undefined) return { ...result, status: TestStatus.Success }
  return { ...result, status: TestStatus.Failed, failureMessage }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, RUNNER, VectorTestRunner)]
