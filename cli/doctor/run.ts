import { visible } from '../../common/text.ts'
import { jsonText } from '../../reports/json.ts'
import { TargetError } from '../../suites/index.ts'
import { exitCodeOfTargetError } from '../exit-codes.ts'
import { type RawTestOptions, readSettings, type Settings } from '../options/settings.ts'
import { openTarget } from '../target/open-target.ts'

/**
 * Runs `plexor doctor [TARGET]`: performs the preflight checks of a run, and prints what to change where one fails.
 *
 * @returns 0 when the target can be tested
 * @throws {TargetError} when it cannot, unless the result is printed as JSON
 */
export async function doctor(target: string | undefined, raw: RawTestOptions & { json?: boolean }): Promise<number> {
  // Without a target, the report would be about the reference, and not about what the user has
  const settings = readSettings(target, raw, null)
  if (raw.json) {
    const { exitCode, ...report } = await diagnose(settings)
    process.stdout.write(`${jsonText(report, 2)}\n`)
    return exitCode
  }
  const connection = await openTarget(settings, (done) => process.stdout.write(`✓ ${visible(done)}\n`))
  await connection.close()
  process.stdout.write('✓ The target can be tested\n')
  return 0
}

/** Performs the preflight checks and returns their result as one object, with the exit code. */
async function diagnose(settings: Settings) {
  const steps: string[] = []
  try {
    const { environment, close } = await openTarget(settings, (done) => steps.push(done))
    await close()
    return {
      canBeTested: true,
      steps,
      specVersion: environment.specVersion,
      target: environment.targetInfo,
      exitCode: 0,
    }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    const { code, message, advice } = error
    const problem = { code, message, advice }
    return {
      canBeTested: false,
      steps,
      target: { name: settings.target },
      problem,
      exitCode: exitCodeOfTargetError(error),
    }
  }
}
