import { styleText } from 'node:util'
import {
  type CheckedSource,
  type CheckReport,
  type ExecutedRequest,
  type FileReport,
  locate,
  openCheck,
  plain,
  RULES,
  SEVERITIES,
  type Severity,
  writeReport,
} from '../../check/index.ts'
import { twoColumns } from '../../common/columns.ts'
import { UsageError } from '../../common/usage-error.ts'
import { executeRequests } from './execute.ts'
import { openSources, readInput, type SourceFile } from './files.ts'
import { fix } from './fix.ts'
import { writeNamedFile } from './check-output.ts'
import type { Session } from './session.ts'
import { type CheckSettings, type RawCheckOptions, readCheckSettings } from './settings.ts'
import { VERSION } from '../version.ts'

/** `plexor check`: what is wrong with the examples in texts about push notifications. */
export async function check(files: readonly string[], raw: RawCheckOptions): Promise<number> {
  if (raw.listRules) return listRules()
  const settings = readCheckSettings(files, raw)
  const session = settings.execute ? await openSession(settings) : undefined
  try {
    return await checkAll(files, settings, session)
  } finally {
    await session?.close()
  }
}

/** What requests are executed with is loaded for that alone: the whole reference comes with it. */
async function openSession({ target, specVersion }: CheckSettings): Promise<Session> {
  return (await import('./session.ts')).openSession(target, specVersion)
}

async function checkAll(
  files: readonly string[],
  settings: CheckSettings,
  session: Session | undefined,
): Promise<number> {
  const { name, kind } = settings.input
  const input = files.includes('-') ? await readInput(process.stdin, name, kind) : undefined
  const problems: string[] = []
  const reports: FileReport[] = []
  const executed: ExecutedRequest[] = []
  const isSource = (one: typeof input): one is SourceFile => one !== undefined && !('problem' in one)
  if (input !== undefined && 'problem' in input) problems.push(input.problem)
  for (const opened of openSources(files, isSource(input) ? input : undefined)) {
    if ('problem' in opened) problems.push(opened.problem)
    else reports.push(locate(await checkOne(opened, settings, session, executed, problems)))
  }
  write({ plexor: VERSION, specVersion: settings.specVersion, files: reports, ...(session && { executed }) }, settings)
  for (const problem of problems) process.stderr.write(`plexor: ${plain(problem)}\n`)
  if (problems.length > 0) return 2
  return reports.some((report) => fails(report, settings.level)) ? 1 : 0
}

async function checkOne(
  file: SourceFile,
  settings: CheckSettings,
  session: Session | undefined,
  executed: ExecutedRequest[],
  problems: string[],
): Promise<CheckedSource> {
  const { specVersion } = settings
  const text = settings.fix ? fixed(file, settings, problems) : file.text
  const check = openCheck(file.name, text, file.kind, { specVersion })
  if (session !== undefined) executed.push(...(await executeRequests(check, session, specVersion)))
  return check.finish()
}

/** The text after its mends; as it is, where they cannot be written. */
function fixed(file: SourceFile, { specVersion }: CheckSettings, problems: string[]): string {
  try {
    return fix(file, specVersion, (line) => process.stderr.write(`${line}\n`))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    problems.push(error.message)
    return file.text
  }
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
