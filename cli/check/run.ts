import { resolve } from 'node:path'
import { styleText } from 'node:util'
import {
  type CheckedSource,
  type CheckReport,
  checkText,
  type ExecutedRequest,
  type FileReport,
  type Finding,
  locate,
  plain,
  RULES,
  SchemaLibrary,
  SEVERITIES,
  type Severity,
  startCheck,
  writeReport,
} from '../../check/index.ts'
import { twoColumns } from '../../common/columns.ts'
import { plural } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { openReportFiles } from '../output/report-files.ts'
import { VERSION } from '../version.ts'
import { executeRequests } from './execute.ts'
import { openSources, readerWithin, readInput, type SourceFile } from './files.ts'
import { fix } from './fix.ts'
import { KnownFindings } from './known-findings.ts'
import type { Session } from './session.ts'
import { type CheckSettings, type RawCheckOptions, readCheckSettings } from './settings.ts'
import { newFindings, textAt } from './since.ts'

/**
 * Runs `plexor check`: checks the examples in documents about push notifications, and reports.
 *
 * @returns the exit code: 0 no finding that fails, 1 findings, 2 a source that cannot be checked
 * @throws {UsageError} when the options cannot be used
 * @throws {TargetError} when the homeserver of `--execute` cannot be used
 */
export async function check(files: readonly string[], raw: RawCheckOptions): Promise<number> {
  if (raw.listRules) return listRules()
  const settings = readCheckSettings(files, raw)
  if (settings.lsp) return (await import('./language-server.ts')).serveEditor(settings, process.stdin, process.stdout)
  const session = settings.execute ? await openSession(settings) : undefined
  try {
    return await checkAll(files, settings, session)
  } finally {
    await session?.close()
  }
}

/** Opens the session of `--execute`, whose module is loaded for that only: it needs the whole reference. */
async function openSession({ target, specVersion }: CheckSettings): Promise<Session> {
  return (await import('./session.ts')).openSession(target, specVersion)
}

async function checkAll(
  files: readonly string[],
  settings: CheckSettings,
  session: Session | undefined,
): Promise<number> {
  const { name, format } = settings.input
  const input = files.includes('-') ? await readInput(process.stdin, name, format) : undefined
  const problems: string[] = []
  const reports: FileReport[] = []
  const executed: ExecutedRequest[] = []
  const libraries = openLibraries(files, settings)
  const { config, baseline, updateBaseline } = settings
  const known = baseline === undefined ? undefined : new KnownFindings(baseline, updateBaseline)
  for (const opened of openSources(files, input, config)) {
    if (opened.kind === 'problem') problems.push(opened.problem)
    else {
      const checked = await checkOne(opened, settings, libraries, session, executed, problems)
      reports.push(locate(known === undefined ? checked : withFindings(checked, known.remove(checked))))
    }
  }
  if (updateBaseline) known?.write(reports.map(({ file }) => file))
  write({ plexor: VERSION, specVersion: settings.specVersion, files: reports, ...(session && { executed }) }, settings)
  for (const problem of problems) process.stderr.write(`plexor: ${plain(problem)}\n`)
  if (problems.length > 0) return 2
  const gone = updateBaseline ? 0 : (known?.goneFrom(reports.map(({ file }) => file)) ?? 0)
  if (gone > 0) {
    process.stderr.write(
      `plexor: ${plural(gone, 'known finding')} of the baseline ${gone === 1 ? 'is' : 'are'} gone; write it again with --update-baseline\n`,
    )
    return 1
  }
  return reports.some((report) => fails(report, settings.level)) ? 1 : 0
}

/** Files that references lead to, as they are and as they were at the revision of `--since`. */
interface Libraries {
  library: SchemaLibrary
  earlierLibrary: SchemaLibrary
}

function openLibraries(files: readonly string[], { since }: CheckSettings): Libraries {
  const read = readerWithin(files)
  const pathOf = (name: string) => resolve(name)
  const readEarlier = (path: string) =>
    since === undefined || read(path) === undefined ? undefined : textAt(since, path)
  return { library: new SchemaLibrary(read, pathOf), earlierLibrary: new SchemaLibrary(readEarlier, pathOf) }
}

async function checkOne(
  file: SourceFile,
  settings: CheckSettings,
  { library, earlierLibrary }: Libraries,
  session: Session | undefined,
  executed: ExecutedRequest[],
  problems: string[],
): Promise<CheckedSource> {
  const { config, since } = settings
  const specVersion = config.versionOf(file.name) ?? settings.specVersion
  const options = { specVersion, library, rules: config.rules, ...(settings.baseline !== undefined && EVERY) }
  const text = settings.fix ? fixed(file, settings, problems) : file.text
  const check = startCheck(file.name, text, file.format, options)
  if (session !== undefined) executed.push(...(await executeRequests(check, session, specVersion)))
  const checked = check.finish()
  const before = since === undefined ? undefined : textAt(since, file.name)
  if (before === undefined) return checked
  const earlier = checkText(file.name, before, file.format, { ...options, ...EVERY, library: earlierLibrary })
  return withFindings(checked, newFindings(checked, earlier))
}

/** Options for every finding of a file, so that they can be compared. */
const EVERY = { maxFindings: 10_000 }

/** Returns the result with some of its findings. */
function withFindings(checked: CheckedSource, findings: Finding[]): CheckedSource {
  const counts = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, findings.filter((one) => one.severity === severity).length]),
  ) as Record<Severity, number>
  return { ...checked, findings, counts }
}

/** Fixes a file and returns its new text, or the old one if it cannot be written. */
function fixed(file: SourceFile, { specVersion, config }: CheckSettings, problems: string[]): string {
  try {
    return fix(file, config.versionOf(file.name) ?? specVersion, (line) => process.stderr.write(`${line}\n`))
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

/** Writes the reports after the check, because a folder that is checked may contain the last ones. */
function write(report: CheckReport, settings: CheckSettings): void {
  const { outputs, commit } = openReportFiles(settings.report)
  for (const { format, sink } of outputs) {
    const colour = (severity: Severity, text: string) => styleText(STYLES[severity], text, { validateStream: false })
    sink.write(sink.color ? writeReport(format, report, colour) : writeReport(format, report))
  }
  commit()
}

function listRules(): number {
  const rows = Object.entries(RULES).map(([id, { severity, finds }]): [string, string] => [
    `${id} (${severity})`,
    finds,
  ])
  process.stdout.write(`${twoColumns(rows).join('\n')}\n`)
  return 0
}
