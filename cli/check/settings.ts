import type { SourceKind } from '../../check/index.ts'
import { UsageError } from '../../common/usage-error.ts'
import { CHECK_OPTIONS } from '../options/check-table.ts'
import type { OptionValues, RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { assertOneOnStandardOutput } from '../output/report-files.ts'
import { type CheckConfig, readCheckConfig } from './config.ts'
import { ENDINGS, formatOf } from './files.ts'
import { assertRevision } from './since.ts'

/** Options of `plexor check`, as commander passes them. */
export type RawCheckOptions = RawOptions<typeof CHECK_OPTIONS>

/** Settings of a check, complete and checked. */
export interface CheckSettings
  extends Pick<
    OptionValues<typeof CHECK_OPTIONS>,
    'specVersion' | 'level' | 'report' | 'fix' | 'execute' | 'since' | 'updateBaseline' | 'lsp'
  > {
  /** `ref:`, or the base URL of a homeserver without a slash at its end */
  target: string
  config: CheckConfig
  /** File with known findings */
  baseline: string | undefined
  /** Standard input */
  input: { name: string; format: SourceKind }
}

/** @throws {UsageError} for the first option that cannot be used */
export function readCheckSettings(files: readonly string[], raw: RawCheckOptions): CheckSettings {
  const {
    specVersion,
    level,
    report,
    fix,
    execute,
    target,
    stdinName,
    config: configFile,
    since,
    updateBaseline,
    lsp,
    ...rest
  } = readOptions(CHECK_OPTIONS, raw)
  const config = readCheckConfig(configFile)
  const baseline = rest.baseline ?? config.baseline
  if (lsp && files.length > 0)
    throw new UsageError('--lsp: expected no files, since the editor names them; leave them out')
  if (files.length === 0 && !lsp)
    throw new UsageError('No file to check: name files or folders, or - for standard input')
  if (fix && files.includes('-'))
    throw new UsageError('--fix: expected files to change in place, found standard input; leave out - or --fix')
  if (target !== undefined && !execute) throw new UsageError('--target: it needs --execute; add that, or leave it out')
  const format = formatOf(stdinName)
  if (format === undefined) {
    throw new UsageError(`--stdin-name: expected a name that ends in ${ENDINGS}, found "${stdinName}"`)
  }
  if (since !== undefined) assertRevision(since)
  if (updateBaseline && baseline === undefined)
    throw new UsageError('--update-baseline: it needs --baseline, with the file to write; add that, or leave it out')
  assertOneOnStandardOutput(report)
  return {
    ...{ specVersion, level, fix, execute, config, since, baseline, updateBaseline, lsp },
    report: report.length === 0 ? [{ format: 'text' }] : report,
    target: targetOf(target ?? 'ref:'),
    input: { name: stdinName, format },
  }
}

function targetOf(target: string): string {
  if (target === 'ref:') return target
  const url = URL.parse(target)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--target: expected a URL such as https://matrix.example.org, or ref:, found "${target}"`)
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError(
      '--target: expected a base URL, found one with credentials, a query or a fragment; remove them',
    )
  }
  return url.href.replace(/\/$/, '')
}
