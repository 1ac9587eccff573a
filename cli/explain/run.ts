import { UsageError } from '../../common/usage-error.ts'
import { jsonText } from '../../reports/json.ts'
import { painter } from '../../reports/pretty/paint.ts'
import type { RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { EXPLAIN_OPTIONS } from '../options/table.ts'
import { standardOutput } from '../output/standard-output.ts'
import { explainReport, explanationLines } from './explanation.ts'
import { explainLive } from './live/run.ts'
import { readExplainInput } from './read-input.ts'

/**
 * Runs `plexor explain`: prints which rule decides about an event, and why none before it does, with the rules of files or,
 * with `--target`, of an account.
 *
 * @throws {UsageError} when the options or the files cannot be used
 */
export async function runExplain(raw: RawOptions<typeof EXPLAIN_OPTIONS>): Promise<number> {
  const options = readOptions(EXPLAIN_OPTIONS, raw)
  const { target, userTokenFile, rules, event, room } = options
  if (target !== undefined) {
    if (rules !== undefined || options.defaults || options.user !== undefined) {
      throw new UsageError(
        '--target: the rules and their owner are those of the account; leave out --rules, --defaults and --user',
      )
    }
    if (userTokenFile === undefined)
      throw new UsageError('--target: name the file with the access token with --user-token-file')
    if (room === undefined) throw new UsageError('--target: name the ID of a room with --room')
    const specVersion = raw.specVersion === undefined ? undefined : options.specVersion
    return explainLive({ target, userTokenFile, room, event, specVersion, json: options.json })
  }
  if (userTokenFile !== undefined)
    throw new UsageError('--user-token-file: name the server of the account with --target')
  if (rules === undefined) throw new UsageError('Missing option --rules')
  if (event === undefined) throw new UsageError('Missing option --event')
  const report = explainReport(readExplainInput({ ...raw, rules, event }))
  const output = standardOutput()
  const lines = options.json ? [jsonText(report, 2)] : explanationLines(report, painter(output.color))
  output.write(`${lines.join('\n')}\n`)
  return 0
}
