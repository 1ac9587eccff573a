import { requirements } from '../../spec/index.ts'
import { allCases } from '../../suites/index.ts'
import { vectors } from '../../suites/vectors/index.ts'
import { type Coverage, coverageOf } from './coverage.ts'

/** What verifies each requirement of the register, over all cases and vectors that there are. */
export function fullCoverage(): Coverage[] {
  return coverageOf(
    requirements,
    allCases,
    vectors.map(({ id, requirement }) => ({ id, verifies: [requirement] })),
  )
}
