import { readSettings } from '../../cli/options/settings.ts'
import { openRun, plan } from '../../cli/test/open-run.ts'
import { PUSH_GATEWAY_VARIANTS, VARIANTS, type Variant } from '../../reference/index.ts'
import { NEWEST, RELEASED_VERSIONS, requirement, type SpecVersion, within } from '../../spec/index.ts'
import { type CaseResult, cases } from '../../suites/index.ts'

/** Run of the suites against one variant at one version of the specification. */
export interface VariantRun {
  name: string
  specVersion: SpecVersion
}

/** Result of a run. */
export interface VariantOutcome extends VariantRun {
  /** Number of cases that passed or noted something */
  fine: number
  durationMs: number
  /** Sentences about cases that do not accept the variant; none if the run is green */
  problems: string[]
}

/** Old version that differs much from the newest; variants that it cannot have run at their first version instead. */
const OLD: SpecVersion = 'v1.4'

/** Returns the versions at which the suites run against a variant: the newest released one possible, and an old one. */
export function specVersionsOf({ span }: Variant): SpecVersion[] {
  const possible = RELEASED_VERSIONS.filter((specVersion) => within(specVersion, span))
  const old = possible.includes(OLD) ? OLD : possible[0]
  return [...new Set([possible.at(-1), old].filter((specVersion) => specVersion !== undefined))]
}

/** Returns every run that must be green. */
export function allRuns(): VariantRun[] {
  const ofHomeservers = VARIANTS.flatMap((variant) =>
    specVersionsOf(variant).map((specVersion) => ({ name: variant.name, specVersion })),
  )
  return [...ofHomeservers, ...PUSH_GATEWAY_VARIANTS.map(({ name }) => ({ name, specVersion: NEWEST }))]
}

/** Returns the target of a variant, and the requirements of `should` that it does not meet. */
function targetOf(name: string): { target: string; deviatesFrom: readonly string[] } {
  const variant = VARIANTS.find((candidate) => candidate.name === name)
  if (variant !== undefined) return { target: `ref:${name}`, deviatesFrom: variant.deviatesFrom }
  if (PUSH_GATEWAY_VARIANTS.some((candidate) => candidate.name === name)) {
    return { target: `gateway:ref:${name}`, deviatesFrom: [] }
  }
  throw new TypeError(`Unknown variant "${name}"`)
}

/**
 * Runs cases against a variant. A variant conforms to the specification, so no case may fail or be inconclusive. Cases
 * may only warn about requirements that the variant lists under `deviatesFrom`, also if they only build on them, and at
 * least one has to.
 *
 * @param only patterns of cases; default: all cases
 */
export async function runVariant({ name, specVersion }: VariantRun, only?: string[]): Promise<VariantOutcome> {
  const { target, deviatesFrom } = targetOf(name)
  const raw = { specVersion, jobs: '24', ...(only === undefined ? {} : { only }) }
  const { run, close } = await openRun(plan(readSettings(target, raw)))
  try {
    const result = await run.finished
    const problems = result.cases.flatMap((one) => problemsWith(one, deviatesFrom))
    if (only === undefined) problems.push(...unseen(result.cases, deviatesFrom, specVersion))
    const { passed, noted } = result.counts
    if (passed + noted === 0) problems.push('No case passed')
    return { name, specVersion, fine: passed + noted, durationMs: result.durationMs, problems }
  } finally {
    await close()
  }
}

function problemsWith(
  { id, verdict, message = '', buildsOn = [] }: CaseResult,
  deviatesFrom: readonly string[],
): string[] {
  if (!['failed', 'warned', 'inconclusive'].includes(verdict)) return []
  const verifies = cases.find((one) => one.id === id)?.verifies ?? []
  const concerned = [...verifies, ...buildsOn]
  if (verdict === 'warned' && concerned.some((requirement) => deviatesFrom.includes(requirement))) return []
  return [`${id} ${verdict}: ${message}`]
}

/** Returns a sentence for each deviation at the version of the specification that no case warns about. */
function unseen(results: readonly CaseResult[], deviatesFrom: readonly string[], specVersion: SpecVersion): string[] {
  const relevant = deviatesFrom.filter((deviation) => within(specVersion, requirement(deviation)))
  return relevant.flatMap((deviation) => {
    const verifying = results.filter((result) => result.requirements.some(({ id }) => id === deviation))
    const seen = verifying.some(({ verdict }) => verdict === 'warned')
    return seen || verifying.length === 0
      ? []
      : [`No case warns about the deviation from ${deviation} at ${specVersion}`]
  })
}
