import { CHECK_FORMATS, type CheckFormat, SEVERITIES, type Severity, type SourceKind } from '../../check/index.ts'
import { didYouMean } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { isSpecVersion, NEWEST, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import { ENDINGS, kindOf } from './files.ts'
import { oneOf } from '../options/option-values.ts'

/** The options of `plexor check`, as commander gives them. */
export interface RawCheckOptions {
  specVersion?: string
  level?: string
  report?: string[]
  fix?: boolean
  execute?: boolean
  target?: string
  stdinName?: string
  listRules?: boolean
}

/** What a check is asked for, complete and looked through. */
export interface CheckSettings {
  specVersion: SpecVersion
  /** The weakest severity that fails */
  level: Severity
  reports: { format: CheckFormat; file?: string }[]
  fix: boolean
  execute: boolean
  /** `ref:`, or the base URL of a homeserver */
  target: string
  input: { name: string; kind: SourceKind }
}

/** @throws {UsageError} for the first thing that cannot be used */
export function readCheckSettings(files: readonly string[], raw: RawCheckOptions): CheckSettings {
  const { specVersion = NEWEST, level = 'error', report = ['text'], target, stdinName = 'stdin.md' } = raw
  if (files.length === 0)
    throw new UsageError('There is nothing to check: name files or folders, or - for standard input')
  if (!isSpecVersion(specVersion)) {
    throw new UsageError(
      `There is no profile "${specVersion}": Plexor knows ${SPEC_VERSIONS.join(', ')}${didYouMean(specVersion, SPEC_VERSIONS)}`,
    )
  }
  if (raw.fix && files.includes('-'))
    throw new UsageError('The option --fix mends files in place, and standard input is none')
  if (target !== undefined && !raw.execute)
    throw new UsageError('The option --target is for --execute, which was not given')
  const kind = kindOf(stdinName)
  if (kind === undefined) {
    throw new UsageError(`The option --stdin-name was given "${stdinName}": it takes a name that ends in ${ENDINGS}`)
  }
  return {
    specVersion,
    level: oneOf('--level', level, SEVERITIES),
    reports: report.map(reportOf).filter(isOnlyOutput()),
    fix: raw.fix ?? false,
    execute: raw.execute ?? false,
    target: targetOf(target ?? 'ref:'),
    input: { name: stdinName, kind },
  }
}

function reportOf(request: string): { format: CheckFormat; file?: string } {
  const split = request.indexOf('=')
  const format = oneOf('--report', split < 0 ? request : request.slice(0, split), CHECK_FORMATS)
  if (split < 0) return { format }
  const file = request.slice(split + 1)
  if (file === '')
    throw new UsageError(`The report "${request}" names no file: give one, as in ${format}=report.${format}`)
  return { format, file }
}

function isOnlyOutput(): (report: { file?: string }) => boolean {
  let isTaken = false
  return ({ file }) => {
    if (file === undefined && isTaken) {
      throw new UsageError('Two reports would share standard output: give all but one of them a file, as in json=FILE')
    }
    isTaken ||= file === undefined
    return true
  }
}

function targetOf(target: string): string {
  if (target === 'ref:') return target
  const url = URL.parse(target)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `The target "${target}" is neither a URL nor the reference: give one such as https://matrix.example.org, or ref:`,
    )
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError('The target URL has credentials, a query or a fragment in it: give the base URL alone')
  }
  return url.href.replace(/\/$/, '')
}
