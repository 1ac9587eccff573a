/** A test runner for StrykerJS whose tests are the vectors: a mutant is killed when the engine answers one otherwise. */
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

/** The name by which StrykerJS is told to use the runner. */
export const RUNNER = 'vectors'

/**
 * A mutant that is come to so often during one vector makes the engine go round for ever. Nothing comes to this
 * otherwise, and a count, unlike a time, does not depend on how busy the machine is.
 */
const ENDLESS = 1_000_000

/** By way of this the mutants, all of which are in the loaded code, learn which of them is switched on. */
const context: InstrumenterContext = {}
Object.assign(globalThis, { [NAMES.NAMESPACE]: context })

/**
 * Works in a process of its own, in the folder with the mutants. The engine is loaded once for all of them; for one
 * that shows while the code is loaded, StrykerJS starts another process.
 */
class VectorTestRunner implements TestRunner {
  #engine: Engine | undefined
  /** How many mutants each vector has killed: those with the most are asked first */
  readonly #kills = new Map<string, number>()

  capabilities() {
    return { reloadEnvironment: false }
  }

  async dryRun(): Promise<DryRunResult> {
    context.mutantCoverage = { static: {}, perTest: {} }
    const tests = await this.#ask(vectors.map(({ id }) => id))
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage }
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter }: MutantRunOptions): Promise<MutantRunResult> {
    if (mutantActivation === 'runtime') await this.#load()
    Object.assign(context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit: ENDLESS })
    const tests = await this.#ask(testFilter ?? vectors.map(({ id }) => id))
    const endless = determineHitLimitReached(context.hitCount, context.hitLimit)
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
  }

  async #load(): Promise<Engine> {
    this.#engine ??= await loadEngine(process.cwd())
    return this.#engine
  }

  /** Puts vectors to the engine, up to the first difference. */
  async #ask(ids: readonly string[]): Promise<TestResult[]> {
    let engine: Engine
    try {
      engine = await this.#load()
    } catch (error) {
      return [toResult('load', 0, String(error))]
    }
    const kills = (id: string) => this.#kills.get(id) ?? 0
    const results: TestResult[] = []
    for (const id of ids.toSorted((one, other) => kills(other) - kills(one))) {
      const result = ask(engine, id)
      results.push(result)
      if (result.status === TestStatus.Success) continue
      this.#kills.set(id, kills(id) + 1)
      break
    }
    return results
  }
}

const BY_ID = new Map(vectors.map((vector) => [vector.id, vector]))

/** Puts a vector to the engine. To throw is to answer otherwise. */
function ask(engine: Engine, id: string): TestResult {
  const vector = BY_ID.get(id)
  if (vector === undefined) throw new RangeError(`StrykerJS asked for the vector "${id}", which there is not`)
  const started = performance.now()
  // Who covers what is to be known once; to write it down takes time
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
