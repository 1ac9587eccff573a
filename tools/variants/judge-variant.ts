import { readSettings } from '../../cli/options/settings.ts'
import { openRun, plan } from '../../cli/test/open-run.ts'
import { VARIANTS, type Variant } from '../../reference/index.ts'
import { requirement, SPEC_VERSIONS, type SpecVersion, within } from '../../spec/index.ts'
import { type CaseResult, cases } from '../../suites/index.ts'

/** One run of the suites against one variant. */
export interface VariantRun {
  name: string
  specVersion: SpecVersion
}

/** Outcome of a run. */
export interface VariantOutcome extends VariantRun {
  /** Number of cases that passed or noted a behaviour */
  fine: number
  durationMs: number
  /** Reasons why the suites are wrong about the variant, one sentence each */
  problems: string[]
}

/** Old version with many differences from the newest. */
const OLD: SpecVersion = 'v1.4'

/** Returns the versions at which the suites run against a variant: the newest that can have it, and an old one. */
export function specVersionsOf({ span }: Variant): SpecVersion[] {
  const possible = SPEC_VERSIONS.filter((specVersion) => within(specVersion, span))
  const old = possible.includes(OLD) ? OLD : possible[0]
  return [...new Set([possible.at(-1), old].filter((specVersion) => specVersion !== undefined))]
}

/** Returns every run of the suites against a variant. */
export function allRuns(): VariantRun[] {
  return VARIANTS.flatMap((variant) =>
    specVersionsOf(variant).map((specVersion) => ({ name: variant.name, specVersion })),
  )
}

/**
 * Runs cases against a variant. It conforms, so no case may fail, warn or be inconclusive. For each `should` that the
 * variant deviates from, a case has to warn.
 *
 * @param only patterns of case ids; default: all cases
 * @throws {TypeError} when there is no variant of this name
 */
export async function judgeVariant({ name, specVersion }: VariantRun, only?: string[]): Promise<VariantOutcome> {
  const variant = VARIANTS.find((candidate) => candidate.name === name)
  if (variant === undefined) throw new TypeError(`Unknown variant "${name}"`)
  const raw = { specVersion, jobs: '24', ...(only === undefined ? {} : { only }) }
  const { run, close } = await openRun(plan(readSettings(`ref:${name}`, raw)))
  try {
    const result = await run.finished
    const problems = result.cases.flatMap((one) => problemsWith(one, variant.deviatesFrom))
    if (only === undefined) problems.push(...unseen(result.cases, variant.deviatesFrom, specVersion))
    const { passed, noted } = result.counts
    if (passed + noted === 0) problems.push('No case has passed')
    return { name, specVersion, fine: passed + noted, durationMs: result.durationMs, problems }
  } finally {
    await close()
  }
}

function problemsWith({ id, verdict, message = '' }: CaseResult, deviatesFrom: readonly string[]): string[] {
  if (!['failed', 'warned', 'inconclusive'].includes(verdict)) return []
  const verifies = cases.find((one) => one.id === id)?.verifies ?? []
  if (verdict === 'warned' && verifies.some((requirement) => deviatesFrom.includes(requirement))) return []
  return [`${id} ${verdict}: ${message}`]
}

/** Returns a problem for each requirement that the variant deviates from without any case warning. */
function unseen(results: readonly CaseResult[], deviatesFrom: readonly string[], specVersion: SpecVersion): string[] {
  const current = deviatesFrom.filter((id) => within(specVersion, requirement(id)))
  return current.flatMap((requirementId) => {
    const verifying = results.filter((result) => result.requirements.some(({ id }) => id === requirementId))
    const seen = verifying.some(({ verdict }) => verdict === 'warned')
    return seen || verifying.length === 0 ? [] : [`No case warns about ${requirementId} at ${specVersion}`]
  })
}
