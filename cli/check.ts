import { styleText } from 'node:util'
import {
  type CheckedSource,
  type CheckReport,
  type Executed,
  type FileReport,
  locate,
  mend,
  openCheck,
  RULES,
  SEVERITIES,
  type Severity,
  writeReport,
} from '../check/index.ts'
import { executeRequests } from './check-execute.ts'
import { openSources, readInput, type SourceFile } from './check-files.ts'
import { openSession, type Session } from './check-session.ts'
import { type CheckSettings, type RawCheckOptions, readCheckSettings } from './check-settings.ts'
import { twoColumns } from './columns.ts'
import { writeNamedFile } from './check-output.ts'
import { VERSION } from './version.ts'

/** Mends can bring new ones to light, but not without end. */
const MAX_ROUNDS = 10

/** With `--fix`, so many findings of a file are looked at in each round. */
const MAX_MENDED = 10_000

/** `plexor check`: what is wrong with the examples in texts about push notifications. */
export async function check(files: readonly string[], raw: RawCheckOptions): Promise<number> {
  if (raw.listRules) return listRules()
  const settings = readCheckSettings(files, raw)
  const session = settings.execute ? await openSession(settings.target, settings.profile) : undefined
  try {
    return await checkAll(files, settings, session)
  } finally {
    await session?.close()
  }
}

async function checkAll(
  files: readonly string[],
  settings: CheckSettings,
  session: Session | undefined,
): Promise<number> {
  const { name, kind } = settings.input
  const input = files.includes('-') ? await readInput(process.stdin, name, kind) : undefined
  const troubles: string[] = []
  const reports: FileReport[] = []
  const executed: Executed[] = []
  const isSource = (one: typeof input): one is SourceFile => one !== undefined && !('trouble' in one)
  if (input !== undefined && 'trouble' in input) troubles.push(input.trouble)
  for (const opened of openSources(files, isSource(input) ? input : undefined)) {
    if ('trouble' in opened) troubles.push(opened.trouble)
    else reports.push(locate(await checkOne(opened, settings, session, executed)))
  }
  write({ plexor: VERSION, profile: settings.profile, files: reports, ...(session && { executed }) }, settings)
  for (const trouble of troubles) process.stderr.write(`plexor: ${trouble}\n`)
  if (troubles.length > 0) return 2
  return reports.some((report) => fails(report, settings.level)) ? 1 : 0
}

async function checkOne(
  file: SourceFile,
  settings: CheckSettings,
  session: Session | undefined,
  executed: Executed[],
): Promise<CheckedSource> {
  const { profile } = settings
  const text = settings.fix ? mended(file, settings) : file.text
  const check = openCheck(file.name, text, file.kind, { profile })
  if (session !== undefined) executed.push(...(await executeRequests(check, session, profile)))
  return check.finish()
}

/** The text after all certain mends, which are told and written. */
function mended(file: SourceFile, { profile }: CheckSettings): string {
  let { text } = file
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { source, findings } = openCheck(file.name, text, file.kind, { profile, maxFindings: MAX_MENDED }).finish()
    const result = mend(text, findings)
    if (result.done.length === 0) break
    for (const { range, rule, mend } of result.done) {
      const { line, column } = source.position(range.start)
      process.stderr.write(`${file.name}:${line}:${column}: ${mend?.done ?? 'mended'} (${rule})\n`)
    }
    text = result.text
  }
  if (text !== file.text) file.write?.(text)
  return text
}

function fails({ counts }: FileReport, level: Severity): boolean {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(level) + 1).some((severity) => counts[severity] > 0)
}

const STYLES = { error: 'red', warning: 'yellow', note: 'cyan' } as const

function write(report: CheckReport, { reports }: CheckSettings): void {
  const { stdout, env } = process
  const isSet = (name: string) => !['', '0', undefined].includes(env[name])
  const isColoured = !isSet('NO_COLOR') && (stdout.isTTY === true || isSet('FORCE_COLOR'))
  for (const { format, file } of reports) {
    if (file !== undefined) writeNamedFile(file, writeReport(format, report))
    else if (!isColoured) stdout.write(writeReport(format, report))
    else
      stdout.write(
        writeReport(format, report, (severity, text) => styleText(STYLES[severity], text, { validateStream: false })),
      )
  }
}

function listRules(): number {
  const rows = Object.entries(RULES).map(([id, { severity, finds }]): [string, string] => [
    `${id} (${severity})`,
    finds,
  ])
  process.stdout.write(`${twoColumns(rows).join('\n')}\n`)
  return 0
}
