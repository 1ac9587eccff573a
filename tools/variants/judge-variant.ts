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

/** What came of it. */
export interface Judged extends VariantRun {
  /** How many cases passed, or noted what they saw */
  fine: number
  durationMs: number
  /** What speaks against the suites, one sentence each */
  problems: string[]
}

/** An old version with much that is not so any more; for variants that came later, the first that can have them. */
const OLD: SpecVersion = 'v1.4'

/** The profiles at which the suites are run against a variant: the newest that can have it, and an old one. */
export function specVersionsOf({ span }: Variant): SpecVersion[] {
  const possible = SPEC_VERSIONS.filter((specVersion) => within(specVersion, span))
  const old = possible.includes(OLD) ? OLD : possible[0]
  return [...new Set([possible.at(-1), old].filter((specVersion) => specVersion !== undefined))]
}

/** Every run that has to be green. */
export function allRuns(): VariantRun[] {
  return VARIANTS.flatMap((variant) =>
    specVersionsOf(variant).map((specVersion) => ({ name: variant.name, specVersion })),
  )
}

/**
 * Runs cases against a variant. It follows the text, so that nothing may fail, warn or be inconclusive, but for what judges a
 * `should` that the variant says it does not follow; and of that, something has to warn.
 *
 * @param only patterns of cases; default: all of them
 */
export async function judgeVariant({ name, specVersion }: VariantRun, only?: string[]): Promise<Judged> {
  const variant = VARIANTS.find((candidate) => candidate.name === name)
  if (variant === undefined) throw new TypeError(`There is no variant "${name}"`)
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

/** What the variant says it does not follow, though it is asked for at the profile, and no case has seen. */
function unseen(results: readonly CaseResult[], deviatesFrom: readonly string[], specVersion: SpecVersion): string[] {
  const asked = deviatesFrom.filter((forgone) => within(specVersion, requirement(forgone)))
  return asked.flatMap((forgone) => {
    const judging = results.filter((result) => result.requirements.some(({ id }) => id === forgone))
    const seen = judging.some(({ verdict }) => verdict === 'warned')
    return seen || judging.length === 0 ? [] : [`No case warns that ${forgone} is not followed at ${specVersion}`]
  })
}
