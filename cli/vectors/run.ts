import { applyBaseline, expectationOf } from '../../run/baseline.ts'
import { areaOf } from '../../run/select.ts'
import { NEWEST, RELEASED_VERSIONS, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import { TargetError } from '../../suites/harness/case/errors.ts'
import {
  type Evaluator,
  NoAnswer,
  runVectors,
  type Vector,
  type VectorRunOptions,
  vectors,
} from '../../suites/vectors/index.ts'
import { Interrupted, interruptible, listenForInterruption } from '../interruption.ts'
import type { RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { VECTORS_OPTIONS } from '../options/table.ts'
import { openBaselineFile, readBaselineFile } from '../output/baseline-file.ts'
import { countByArea, openReports } from '../output/report-files.ts'
import { print } from '../report-error.ts'
import { type SelectionOptions, selectVerifiers } from '../select-cases.ts'
import { VERSION } from '../version.ts'
import { engine } from './engine.ts'
import { startEvaluator } from './program-evaluator.ts'
import { splitCommand } from './split-command.ts'

/** Options of `plexor vectors`, as commander passes them. */
export type RawVectorOptions = RawOptions<typeof VECTORS_OPTIONS>

/** Evaluator under test, the versions to ask it about, and its name in the report. */
interface Subject {
  evaluator: Evaluator
  stop(): void
  specVersions: readonly SpecVersion[]
  target: VectorRunOptions['target']
}

/**
 * Runs `plexor vectors`: asks Plexor's rule engine, or the program that `--run` names, and reports.
 *
 * @returns the exit code: 0 conformant, 1 not conformant, 3 inconclusive
 * @throws {UsageError} when the options cannot be used
 * @throws {TargetError} when the program does not start
 */
export async function testVectors(raw: RawVectorOptions): Promise<number> {
  const options = readOptions(VECTORS_OPTIONS, raw)
  const { specVersion, level } = options
  const command = options.run === undefined ? undefined : splitCommand(options.run)
  const selected = selectVectors(options)
  const baseline = readBaselineFile(options.baseline)
  const baselineFile =
    options.writeBaseline === undefined ? undefined : openBaselineFile(options.writeBaseline, vectors)
  const reports = openReports(options.report, { verbose: options.verbose, areas: countByArea(ids(selected)) })
  const interruption = listenForInterruption()
  let subject: Subject | undefined
  try {
    subject =
      command === undefined
        ? engineSubject(specVersion)
        : await interruptible(
            startProgram(command, options.timeout * 1000, specVersion),
            interruption.signal,
            async ({ stop }) => stop(),
          )
    const result = await runVectors(subject.evaluator, {
      plexor: VERSION,
      vectors: selected,
      specVersions: subject.specVersions,
      target: subject.target,
      level,
      signal: interruption.signal,
      emit: reports.write,
      expectationOf: (result) => expectationOf(result, baseline),
      review: (results, notReached) =>
        applyBaseline(results, baseline, {
          knownIds: ids(vectors),
          selectedIds: ids(selected).filter((id) => !notReached.has(id)),
        }),
    })
    baselineFile?.write(result)
    return interruption.exitCode ?? result.exitCode
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    return print([`The program was not asked: ${error.message}`], interruption.exitCode ?? 3)
  } finally {
    interruption.stop()
    subject?.stop()
    reports.close()
  }
}

function selectVectors(options: SelectionOptions): Vector[] {
  const all = vectors.map((vector) => ({
    id: vector.id,
    area: areaOf(vector.id),
    verifies: [vector.requirement],
    vector,
  }))
  return selectVerifiers(all, options, 'vector', 'docs/vectors.md lists the themes').map(({ vector }) => vector)
}

/** The engine implements every version, and is asked about all released ones unless one is named. */
function engineSubject(specVersion: SpecVersion | 'auto'): Subject {
  return {
    evaluator: engine,
    stop: () => {},
    specVersions: specVersion === 'auto' ? RELEASED_VERSIONS : [specVersion],
    target: { kind: 'evaluator', name: "Plexor's rule engine" },
  }
}

async function startProgram(
  command: readonly [string, ...string[]],
  timeoutMs: number,
  specVersion: SpecVersion | 'auto',
): Promise<Subject> {
  const evaluator = await startEvaluator(command, timeoutMs).catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error
    throw new TargetError('no-evaluator', error.message, [
      `Run it by hand: it was started as ${command.map((word) => JSON.stringify(word)).join(' ')}, without a shell`,
      'See docs/vectors.md for what it has to write, and for a small example',
    ])
  })
  const { name = command.join(' '), version, spec_versions: specVersions = [NEWEST] } = evaluator.hello
  return {
    evaluator,
    stop: evaluator.stop,
    specVersions:
      specVersion === 'auto' ? SPEC_VERSIONS.filter((known) => specVersions.includes(known)) : [specVersion],
    target: { kind: 'evaluator', name, ...(version !== undefined && { software: version }) },
  }
}

function ids(list: readonly Vector[]): string[] {
  return list.map(({ id }) => id)
}
