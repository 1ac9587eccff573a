import { aligned, indented, twoColumns } from '../../common/columns.ts'
import { UsageError } from '../../common/usage-error.ts'
import { FAULTS, PUSH_GATEWAY_FAULTS, VARIANTS } from '../../reference/index.ts'
import { jsonText } from '../../reports/json.ts'
import { requirements, SPEC_VERSIONS } from '../../spec/index.ts'
import { type AnyCase, allCases, appliesTo, spanOf } from '../../suites/index.ts'
import { fullCoverage } from './full-coverage.ts'
import { listCoverage } from './list-coverage.ts'
import { listRequirements } from './list-requirements.ts'
import { selectCases } from '../select-cases.ts'
import { KIND_NAMES } from '../target/target-kind.ts'

/** What `plexor list` is to show, and how. */
export interface ListOptions {
  /** Patterns of case ids; only the list of cases takes them */
  only?: string[]
  skip?: string[]
  requirements?: boolean
  coverage?: boolean
  faults?: boolean
  variants?: boolean
  /** For programs, instead of for people */
  json?: boolean
}

/**
 * `plexor list`: the cases, or the requirements, what verifies them, or the faults or the variants of the reference.
 *
 * @throws {UsageError} for options that exclude each other, and for patterns as `plexor test` does
 */
export function list(options: ListOptions): number {
  const kind = kindOf(options)
  if (kind !== undefined && (options.only !== undefined || options.skip !== undefined)) {
    throw new UsageError(`The options --only and --skip select cases: they do not go with --${kind}`)
  }
  const list = kind === undefined ? casesList(options) : LISTS[kind]
  process.stdout.write(options.json ? `${jsonText(list.data(), 2)}\n` : `${list.lines().join('\n')}\n`)
  return 0
}

/** One list, in both forms. */
interface List {
  lines(): string[]
  data(): unknown[]
}

const ALL_FAULTS = [...FAULTS, ...PUSH_GATEWAY_FAULTS].map(({ name, breaks, requirements }) => ({
  ...{ name, breaks, requirements },
}))

const LISTS = {
  requirements: { lines: () => listRequirements(requirements), data: () => [...requirements] },
  coverage: {
    lines: () => listCoverage(fullCoverage()),
    data: () => fullCoverage().map(({ requirement, ...rest }) => ({ requirement: requirement.id, ...rest })),
  },
  faults: {
    lines: () =>
      twoColumns(ALL_FAULTS.map(({ name, breaks, requirements }) => [name, `${breaks} (${requirements.join(', ')})`])),
    data: () => ALL_FAULTS,
  },
  variants: {
    lines: () => twoColumns(VARIANTS.map(({ name, summary }) => [name, summary])),
    data: () => VARIANTS.map(({ apply: _, wrap: __, ...told }) => told),
  },
} satisfies Record<string, List>

function kindOf(options: ListOptions): keyof typeof LISTS | undefined {
  const kinds = (['requirements', 'coverage', 'faults', 'variants'] as const).filter((kind) => options[kind])
  if (kinds.length < 2) return kinds[0]
  throw new UsageError(`The options ${kinds.map((kind) => `--${kind}`).join(' and ')} name different lists: give one`)
}

function casesList({ only = [], skip = [] }: ListOptions): List {
  const selected = selectCases(allCases, only, skip)
  return { lines: () => listCases(selected), data: () => selected.map(describe) }
}

function listCases(selected: readonly AnyCase[]): string[] {
  const heads = aligned(selected.map((row) => [row.id, row.level, spanOf(row), KIND_NAMES[row.target]]))
  return selected.flatMap((row, index) => [heads[index] ?? row.id, ...indented(row.title)])
}

/** What a program can use of a case. */
function describe(row: AnyCase) {
  const { id, area, title, target, level, verifies, fairness, runsLast } = row
  return {
    ...{ id, area, title, target, level, verifies },
    specVersions: SPEC_VERSIONS.filter((specVersion) => appliesTo(row, specVersion)),
    ...(fairness === undefined ? {} : { fairness }),
    ...(runsLast === undefined ? {} : { runsLast }),
  }
}
