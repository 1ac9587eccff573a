import { aligned, indented, twoColumns } from '../../common/columns.ts'
import { UsageError } from '../../common/usage-error.ts'
import { jsonText } from '../../reports/json.ts'
import { requirements, SPEC_VERSIONS, type Span, type SpecVersion, within } from '../../spec/index.ts'
import { type AnyCase, allCases, appliesTo, spanOf } from '../../suites/index.ts'
import type { OptionValues, RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { LIST_OPTIONS } from '../options/table.ts'
import { selectCases } from '../select-cases.ts'
import { KIND_NAMES } from '../target/target-kind.ts'
import { listCoverage } from './list-coverage.ts'
import { listRequirements } from './list-requirements.ts'

/** Options of `plexor list`, as commander passes them. */
export type RawListOptions = RawOptions<typeof LIST_OPTIONS>

type ListOptions = OptionValues<typeof LIST_OPTIONS>

/**
 * Runs `plexor list`: prints the cases, the requirements, what verifies them, or the faults or variants of the reference.
 *
 * @throws {UsageError} for options that exclude each other, and for patterns as `plexor test` does
 */
export async function list(raw: RawListOptions): Promise<number> {
  const options = readOptions(LIST_OPTIONS, raw)
  const kind = kindOf(options)
  if (kind !== undefined && [options.only, options.skip, options.requirement].some(({ length }) => length > 0)) {
    throw new UsageError(`--${kind}: --only, --skip and --requirement select cases; leave them out`)
  }
  const list = kind === undefined ? casesList(options) : await LISTS[kind](options)
  process.stdout.write(options.json ? `${jsonText(list.data(), 2)}\n` : `${list.lines().join('\n')}\n`)
  return 0
}

/** List in both forms: for people and for programs. Each loads only what it needs. */
interface List {
  lines(): string[]
  data(): unknown[]
}

const LISTS = {
  requirements: ({ specVersion }) => {
    const rows = requirements.filter(inForceAt(specVersion))
    return { lines: () => listRequirements(rows), data: () => rows }
  },
  coverage: async ({ specVersion }) => {
    const { fullCoverage } = await import('./coverage.ts')
    const isInForce = inForceAt(specVersion)
    const rows = fullCoverage().filter(({ requirement }) => isInForce(requirement))
    return {
      lines: () => listCoverage(rows),
      data: () => rows.map(({ requirement, ...rest }) => ({ requirement: requirement.id, ...rest })),
    }
  },
  faults: async () => {
    const { FAULTS, PUSH_GATEWAY_FAULTS } = await import('../../reference/index.ts')
    const faults = [...FAULTS, ...PUSH_GATEWAY_FAULTS].map(({ name, summary, breaks }) => ({ name, summary, breaks }))
    return {
      lines: () => twoColumns(faults.map(({ name, summary, breaks }) => [name, `${summary} (${breaks.join(', ')})`])),
      data: () => faults,
    }
  },
  variants: async () => {
    const { PUSH_GATEWAY_VARIANTS, VARIANTS } = await import('../../reference/index.ts')
    return {
      lines: () => twoColumns([...VARIANTS, ...PUSH_GATEWAY_VARIANTS].map(({ name, summary }) => [name, summary])),
      data: () => [
        ...VARIANTS.map(({ apply: _, wrap: __, ...variant }) => variant),
        ...PUSH_GATEWAY_VARIANTS.map(({ changes: _, ...variant }) => ({ ...variant, span: {}, deviatesFrom: [] })),
      ],
    }
  },
} satisfies Record<string, (options: ListOptions) => List | Promise<List>>

/** Returns a predicate for spans with this version; all have an undefined one. */
function inForceAt(specVersion: SpecVersion | undefined): (span: Span) => boolean {
  return (span) => specVersion === undefined || within(specVersion, span)
}

function kindOf(options: ListOptions): keyof typeof LISTS | undefined {
  const kinds = (['requirements', 'coverage', 'faults', 'variants'] as const).filter((kind) => options[kind])
  if (kinds.length < 2) return kinds[0]
  throw new UsageError(
    `Cannot print several lists: found ${kinds.map((kind) => `--${kind}`).join(' and ')}; choose one`,
  )
}

function casesList(options: ListOptions): List {
  const { specVersion } = options
  const selected = selectCases(allCases, options).filter(
    (row) => specVersion === undefined || appliesTo(row, specVersion),
  )
  return { lines: () => listCases(selected), data: () => selected.map(describe) }
}

function listCases(selected: readonly AnyCase[]): string[] {
  const heads = aligned(
    selected.map((row) => [row.id, row.level, spanOf(row), KIND_NAMES[row.target], ...needsOf(row)]),
  )
  return selected.flatMap((row, index) => [heads[index] ?? row.id, ...indented(row.title)])
}

/** Returns the options without which a case is not applicable. */
function needsOf({ settles, spansHalfway }: AnyCase): string[] {
  if (settles === true) return ['needs --settle']
  return spansHalfway === true ? ['needs --halfway'] : []
}

/** Returns the properties of a case that are useful for programs. */
function describe(row: AnyCase) {
  const { id, area, title, target, level, verifies, fairness, runsLast, settles, spansHalfway } = row
  return {
    ...{ id, area, title, target, level, verifies },
    specVersions: SPEC_VERSIONS.filter((specVersion) => appliesTo(row, specVersion)),
    ...(fairness === undefined ? {} : { fairness }),
    ...(runsLast === undefined ? {} : { runsLast }),
    ...(settles === undefined ? {} : { settles }),
    ...(spansHalfway === undefined ? {} : { spansHalfway }),
  }
}
