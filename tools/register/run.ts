/**
 * Compares the catalogue of requirements with the specification: the command behind `npm run register`.
 *
 *     npm run register -- --spec FOLDER                          compare, and exit with 1 if something is to be settled
 *     npm run register -- --spec FOLDER --record                 follow the sentences of all rows, and record them
 *     npm run register -- --spec FOLDER --record --locate FILE   record rows whose sentences FILE locates, too
 *
 * FOLDER is a checkout of the specification's repository, or its git directory. `--spec-version` compares or records only
 * some versions, `--draft REF` takes another commit than HEAD as the draft, and `--verbose` names the rows that changed.
 */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { isSpecVersion, NEWEST, requirements, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import { examine, PUSH_FILES } from './examine.ts'
import { readFingerprints, writeFingerprints } from './fingerprints.ts'
import { readLocators } from './locators.ts'
import { recordAll } from './record-all.ts'
import { describeReport, describeRewording } from './render.ts'
import { indexSpec, type SpecIndex } from './spec-index.ts'
import { commitOf, readSpec } from './spec-repository.ts'

const FINGERPRINTS = fileURLToPath(new URL('../../spec/requirements/fingerprints.json', import.meta.url))
const SETTLED = fileURLToPath(new URL('settled.yaml', import.meta.url))

const OPTIONS = {
  spec: { type: 'string' },
  'spec-version': { type: 'string', multiple: true },
  draft: { type: 'string' },
  record: { type: 'boolean' },
  locate: { type: 'string' },
  verbose: { type: 'boolean' },
} as const

/** Runs the command, and returns its exit code: 0 if there is nothing to settle, 1 if there is, 2 for wrong usage. */
function main(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const { spec, draft = 'HEAD', locate, record = false, verbose = false } = values
  if (spec === undefined) throw new Error('--spec: expected the path of a checkout of the specification, found none')
  const fingerprints = readFingerprints(FINGERPRINTS)
  const locators = locate === undefined ? new Map() : readLocators(parse(readFileSync(locate, 'utf8')))
  const files = new Set<string>(PUSH_FILES)
  for (const list of locators.values()) for (const { file } of list) files.add(file)
  for (const sources of fingerprints.rows.values()) {
    for (const { prints } of sources) for (const print of prints.values()) if (print) files.add(print.file)
  }
  const versions = readVersions(values['spec-version'] ?? SPEC_VERSIONS.slice(1))
  const refOf = (version: SpecVersion) => (version === 'draft' ? draft : version)
  const indexes: SpecIndex[] = versions.map((version) => indexSpec(version, readSpec(spec, refOf(version)), [...files]))
  if (record) {
    const rewordings = recordAll(requirements, fingerprints, indexes, locators)
    if (versions.includes('draft')) fingerprints.draft = commitOf(spec, draft)
    writeFingerprints(FINGERPRINTS, fingerprints)
    for (const rewording of rewordings) print(describeRewording(rewording))
  }
  const settled = readSettled(parse(readFileSync(SETTLED, 'utf8')))
  const reports = indexes.map((index) => examine(requirements, fingerprints, index, settled))
  for (const report of reports) print(describeReport(report, verbose))
  const isOpen = reports.some(({ without, differences, outside, dead, missing }) =>
    [without, differences, outside, dead, missing].some(({ length }) => length > 0),
  )
  return isOpen ? 1 : 0
}

/** Returns versions, oldest first. The repository has no tag for the seed. */
function readVersions(names: readonly string[]): SpecVersion[] {
  const unknown = names.find((name) => !isSpecVersion(name) || name === 'seed')
  if (unknown !== undefined) throw new Error(`--spec-version: expected v1.1 to ${NEWEST}, or draft, found "${unknown}"`)
  return SPEC_VERSIONS.filter((version) => names.includes(version))
}

/** Returns the fingerprints and ids of requirements in the file with what is settled. */
function readSettled(entries: readonly { hash?: string; row?: string }[]): Set<string> {
  return new Set(entries.flatMap(({ hash, row }) => hash ?? row ?? []))
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
