import { visible } from '../reports/text.ts'
import { type RawOptions, readSettings } from './options.ts'
import { openTarget } from './target.ts'

/**
 * `plexor doctor TARGET`: does what every run begins with, step by step, and says what to change where it fails.
 *
 * @returns 0 when the target can be tested
 * @throws {TargetTrouble} when it cannot
 */
export async function doctor(target: string, raw: RawOptions): Promise<number> {
  const connection = await openTarget(readSettings(target, raw), (done) => process.stdout.write(`✓ ${visible(done)}\n`))
  await connection.close()
  process.stdout.write('✓ The target can be tested\n')
  return 0
}
