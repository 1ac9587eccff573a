import { visible } from '../../common/text.ts'
import { jsonText } from '../../reports/json.ts'
import { TargetError } from '../../suites/index.ts'
import { type RawOptions, readSettings } from '../options/settings.ts'
import { openTarget } from '../target/open-target.ts'
import { exitCodeOfTargetError } from '../exit-codes.ts'

/**
 * `plexor doctor TARGET`: does what every run begins with, step by step, and says what to change where it fails. For
 * programs (`--json`) all of it is one object.
 *
 * @returns 0 when the target can be tested
 * @throws {TargetError} when it cannot, unless the object says so
 */
export async function doctor(target: string, raw: RawOptions & { json?: boolean }): Promise<number> {
  const settings = readSettings(target, raw)
  if (raw.json) {
    const { exitCode, ...report } = await examine(settings)
    process.stdout.write(`${jsonText(report, 2)}\n`)
    return exitCode
  }
  const connection = await openTarget(settings, (done) => process.stdout.write(`✓ ${visible(done)}\n`))
  await connection.close()
  process.stdout.write('✓ The target can be tested\n')
  return 0
}

/** What the doctor finds, and the exit code of it. */
async function examine(settings: ReturnType<typeof readSettings>) {
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
