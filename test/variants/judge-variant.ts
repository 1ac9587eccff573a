import { openRun, plan } from '../../cli/open-run.ts'
import { readSettings } from '../../cli/settings.ts'
import { type Variant, VARIANTS } from '../../reference/index.ts'
import { PROFILES, type Profile, requirement, within } from '../../spec/index.ts'
import { type CaseResult, cases } from '../../suites/index.ts'

/** One run of the suites against one variant. */
export interface VariantRun {
  name: string
  profile: Profile
}

/** What came of it. */
export interface Judged extends VariantRun {
  /** How many cases passed, or noted what they saw */
  fine: number
  durationMs: number
  /** What speaks against the suites, one sentence each */
  troubles: string[]
}

/** An old version with much that is not so any more; for variants that came later, the first that can have them. */
const OLD: Profile = 'v1.4'

/** The profiles at which the suites are run against a variant: the newest that can have it, and an old one. */
export function profilesOf({ span }: Variant): Profile[] {
  const possible = PROFILES.filter((profile) => within(profile, span))
  const old = possible.includes(OLD) ? OLD : possible[0]
  return [...new Set([possible.at(-1), old].filter((profile) => profile !== undefined))]
}

/** Every run that has to be green. */
export function allRuns(): VariantRun[] {
  return VARIANTS.flatMap((variant) => profilesOf(variant).map((profile) => ({ name: variant.name, profile })))
}

/**
 * Runs cases against a variant. It follows the text, so that nothing may fail, warn or be broken, but for what judges a
 * `should` that the variant says it does not follow; and of that, something has to warn.
 *
 * @param only patterns of cases; default: all of them
 */
export async function judgeVariant({ name, profile }: VariantRun, only?: string[]): Promise<Judged> {
  const variant = VARIANTS.find((candidate) => candidate.name === name)
  if (variant === undefined) throw new TypeError(`There is no variant "${name}"`)
  const raw = { profile, jobs: '24', ...(only === undefined ? {} : { only }) }
  const { run, close } = await openRun(plan(readSettings(`ref:${name}`, raw)))
  try {
    const result = await run.finished
    const troubles = result.cases.flatMap((one) => troubleWith(one, variant.forgoes))
    if (only === undefined) troubles.push(...unseen(result.cases, variant.forgoes, profile))
    const { passed, noted } = result.counts
    if (passed + noted === 0) troubles.push('No case has passed')
    return { name, profile, fine: passed + noted, durationMs: result.durationMs, troubles }
  } finally {
    await close()
  }
}

function troubleWith({ id, verdict, message = '' }: CaseResult, forgoes: readonly string[]): string[] {
  if (!['failed', 'warned', 'broken'].includes(verdict)) return []
  const verifies = cases.find((one) => one.id === id)?.verifies ?? []
  if (verdict === 'warned' && verifies.some((requirement) => forgoes.includes(requirement))) return []
  return [`${id} ${verdict}: ${message}`]
}

/** What the variant says it does not follow, though it is asked for at the profile, and no case has seen. */
function unseen(results: readonly CaseResult[], forgoes: readonly string[], profile: Profile): string[] {
  const asked = forgoes.filter((forgone) => within(profile, requirement(forgone)))
  return asked.flatMap((forgone) => {
    const judging = results.filter((result) => result.requirements.some(({ id }) => id === forgone))
    const seen = judging.some(({ verdict }) => verdict === 'warned')
    return seen || judging.length === 0 ? [] : [`No case warns that ${forgone} is not followed at ${profile}`]
  })
}
