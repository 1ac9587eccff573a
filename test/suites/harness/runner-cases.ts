import type { Level } from '../../../spec/index.ts'
import {
  type Case,
  type CaseDefinition,
  defineCase,
  type RunOptions,
  type RunResult,
  startRun,
  type TestEnvironment,
} from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'
import { createTestEnvironment } from './support.ts'

let serial = 0

/** Defines a case of this level that runs the given function. */
export function caseThat(
  run: CaseDefinition['run'],
  level: Level = 'must',
  changes: Partial<CaseDefinition> = {},
): Case {
  serial += 1
  const id = `area/case-${serial}`
  const fairness = 'It is a test'
  return defineCase({ id, title: `Case ${serial}`, verifies: [ofLevel(level)], fairness, run, ...changes })
}

/** Defines a case that throws this. */
export function caseThatThrows(error: unknown, level?: Level): Case {
  return caseThat(async () => {
    throw error
  }, level)
}

/** Runs cases, four at once unless the options say otherwise. */
export async function runOf(
  cases: Case[],
  options: Partial<RunOptions> = {},
  environment?: TestEnvironment,
): Promise<RunResult> {
  return await startRun(environment ?? (await createTestEnvironment()), { plexor: '0', cases, jobs: 4, ...options })
    .finished
}

/** Body of a case that passes. */
export const PASSES = async () => {}
