import { readSettings } from '../../cli/options/settings.ts'
import { openRun, plan } from '../../cli/test/open-run.ts'
import { isRed, outcomeOf } from '../../run/index.ts'
import type { CaseResult } from '../../suites/index.ts'

/** Suites as tests of a native test runner. */
export interface NativeRun {
  tests: { id: string; title: string; judge(): Promise<CaseResult> }[]
  close(): Promise<void>
}

/**
 * Starts the suites for a native test runner. PLEXOR_TARGET names the target, by default the built-in reference;
 * everything else can be set in plexor.yaml.
 */
export async function startNativeRun(): Promise<NativeRun> {
  const { selected, run, close } = await openRun(plan(readSettings(process.env.PLEXOR_TARGET, {})))
  const judge = async (id: string) => {
    const result = await run.results.get(id)
    if (result === undefined) throw new Error(`The case ${id} did not run`)
    if (isRed(result)) throw new Error(outcomeOf(result).reason)
    return result
  }
  return {
    tests: selected.map(({ id, title }) => ({ id, title, judge: () => judge(id) })),
    close: async () => {
      await run.finished
      await close()
    },
  }
}
