import { didYouMean } from '../../common/did-you-mean.ts'
import { readNamedFile } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { applyBaseline, type Baseline, expectationOf, loadBaseline } from '../../run/baseline.ts'
import { select } from '../../run/select.ts'
import { areaOf } from '../../run/totals.ts'
import { NEWEST, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import { TargetError } from '../../suites/harness/case/errors.ts'
import {
  type Evaluator,
  NoAnswer,
  runVectors,
  type Vector,
  type VectorRunOptions,
  vectors,
} from '../../suites/vectors/index.ts'
import { JUDGED_LEVELS } from '../options/config-file.ts'
import { numberOf, oneOf, specVersionOf } from '../options/option-values.ts'
import { openReports } from '../output/report-files.ts'
import { splitCommand } from './split-command.ts'
import { startEvaluator } from './program-evaluator.ts'
import { engine } from './engine.ts'
import { VERSION } from '../version.ts'

/** The options of `plexor vectors`, as commander gives them. */
export interface RawVectorOptions {
  run?: string
  specVersion?: string
  only?: string[]
  skip?: string[]
  level?: string
  timeout?: string
  baseline?: string
  report?: string[]
  verbose?: boolean
}

/** Who is asked, at which versions, and what the run is called. */
interface Asked {
  evaluator: Evaluator
  stop(): void
  specVersions: readonly SpecVersion[]
  target: VectorRunOptions['target']
}

/**
 * `plexor vectors`: asks Plexor's rule engine, or the program that `--run` names, what the vectors ask, and reports.
 *
 * @returns the exit code: 0 conformant, 1 not conformant, 3 could not be judged
 */
export async function checkVectors(raw: RawVectorOptions): Promise<number> {
  const specVersion = specVersionOf(raw.specVersion ?? 'auto')
  const level = raw.level === undefined ? {} : { level: oneOf('--level', raw.level, JUDGED_LEVELS) }
  const timeoutMs = numberOf('--timeout', raw.timeout ?? 5, 0.01, 3600, false) * 1000
  const command = raw.run === undefined ? undefined : splitCommand(raw.run)
  const selected = selectVectors(raw.only ?? [], raw.skip ?? [])
  const baseline: Baseline =
    raw.baseline === undefined ? new Map() : loadBaseline(readNamedFile('baseline', raw.baseline), raw.baseline)
  const reports = openReports(raw.report ?? [], raw.verbose ?? false)
  let asked: Asked | undefined
  try {
    asked = command === undefined ? askEngine(specVersion) : await askProgram(command, timeoutMs, specVersion)
    const { exitCode } = await runVectors(asked.evaluator, {
      plexor: VERSION,
      vectors: selected,
      specVersions: asked.specVersions,
      target: asked.target,
      ...level,
      emit: reports.write,
      expectationOf: (result) => expectationOf(result, baseline),
      review: (results) => applyBaseline(results, baseline, ids(vectors), ids(selected)),
    })
    return exitCode
  } finally {
    asked?.stop()
    reports.close()
  }
}

function selectVectors(only: readonly string[], skip: readonly string[]): Vector[] {
  const selectable = vectors.map((vector) => ({ id: vector.id, area: areaOf(vector.id), vector }))
  const { selected, unmatched } = select(selectable, only, skip)
  const [wrong] = unmatched
  if (wrong !== undefined) {
    const names = new Set(selectable.flatMap(({ id, area }) => [id, area, `${area}/*`]))
    throw new UsageError(
      `The pattern "${wrong}" matches no vector: docs/vectors.md lists the themes${didYouMean(wrong, names)}`,
    )
  }
  if (selected.length === 0) throw new UsageError('No vector is left to ask: --skip takes away all that --only selects')
  return selected.map(({ vector }) => vector)
}

/** The engine follows every version, so by itself it is asked about all of them. */
function askEngine(specVersion: SpecVersion | 'auto'): Asked {
  return {
    evaluator: engine,
    stop: () => {},
    specVersions: specVersion === 'auto' ? SPEC_VERSIONS : [specVersion],
    target: { name: "Plexor's rule engine" },
  }
}

async function askProgram(
  command: readonly [string, ...string[]],
  timeoutMs: number,
  specVersion: SpecVersion | 'auto',
): Promise<Asked> {
  const evaluator = await startEvaluator(command, timeoutMs).catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error
    throw new TargetError('no-evaluator', error.message, [
      `run it by hand: it was started as ${command.map((word) => JSON.stringify(word)).join(' ')}, without a shell`,
      'docs/vectors.md says what it has to write, and shows a small example',
    ])
  })
  const { name = command.join(' '), version, spec_versions: specVersions = [NEWEST] } = evaluator.hello
  return {
    evaluator,
    stop: evaluator.stop,
    specVersions:
      specVersion === 'auto' ? SPEC_VERSIONS.filter((known) => specVersions.includes(known)) : [specVersion],
    target: { name, ...(version !== undefined && { software: version }) },
  }
}

function ids(list: readonly Vector[]): string[] {
  return list.map(({ id }) => id)
}
