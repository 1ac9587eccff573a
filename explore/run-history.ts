import type { CaseResult, JudgedLevel } from '../run/index.ts'
import { requirement } from '../spec/index.ts'
import type { Case } from '../suites/harness/case/case.ts'
import { Inconclusive, Mismatch } from '../suites/harness/case/errors.ts'
import { CaseSession, type TestEnvironment } from '../suites/harness/runner/environment.ts'
import { explained } from '../suites/harness/runner/explain-failure.ts'
import { type Judgement, judgeError, judgeOutcome, reference } from '../suites/harness/runner/judge.ts'
import { unlessAborted } from '../suites/harness/target/deadline.ts'
import { COMPARISONS, type Comparison, Disagreement } from './disagreement.ts'
import type { History } from './history.ts'
import { identified, type RecordedFinding } from './story/recorded-finding.ts'
import { Recorder, type Recording } from './story/recorder.ts'
import type { SpareGateways } from './trial/spare-gateways.ts'
import { Trial } from './trial/trial.ts'

/** Options for {@link runHistory}. */
export interface RunHistoryOptions {
  environment: TestEnvironment
  /** Time to wait for a push or an effect, in milliseconds */
  timeoutMs: number
  level: JudgedLevel
  /** Ids of findings that are known, and do not end the history; default: none */
  known?: ReadonlySet<string>
  /** Gateways for pushers whose gateway fails */
  gateways: SpareGateways
  /** True to record the requests, so that a case can be made of them; default: false */
  isRecorded?: boolean
  /** Ends it when it is aborted */
  signal: AbortSignal
}

/** Result of running a history. */
export interface HistoryRun {
  /** `agrees`: nothing was found. `unclear`: it could not be run to its end, and nothing was found before */
  verdict: 'agrees' | 'disagrees' | 'unclear'
  /** Comparison in which the target disagreed, and the requirement that it violates */
  comparison?: Comparison
  requirement?: string
  /** Number of steps of the history that were begun */
  steps: number
  /** Ids of the known findings that it showed */
  forgiven: ReadonlySet<string>
  /** Requests, and the expectation that the target does not meet; absent unless they are recorded, and it disagrees */
  recorded?: RecordedFinding
  /** Result as reports show it */
  result: CaseResult
}

/** Requirement that a server error violates. */
const NO_SERVER_ERROR = 'errors.no-server-error'

/** Runs a history at the target, with users and rooms of its own. It never rejects. */
export async function runHistory(history: History, options: RunHistoryOptions): Promise<HistoryRun> {
  const { timeoutMs, level, signal } = options
  const environment = withTimeout(options.environment, timeoutMs)
  const session = new CaseSession(environment, HISTORY)
  const begin = performance.now()
  let steps = 0
  const onStep = (index: number) => {
    steps = index + 1
  }
  const recorder = new Recorder()
  const user = async (name: string) => recorder.recording(await session.user(name))
  const trial = new Trial(options.isRecorded ? { ...session, user } : session, {
    settling: environment.settling,
    waitMs: timeoutMs,
    known: options.known ?? new Set(),
    gateways: options.gateways,
    onStep,
    onFence: ({ name, devices }) => {
      const inboxes = devices.map((device) => trial.target.inbox(device.user, device.device))
      recorder.entries.push({ kind: 'wait', eventId: trial.target.eventId(name), inboxes })
    },
  })
  let judgement: Judgement
  let failure: unknown
  try {
    await unlessAborted(trial.run(history), signal, () => {
      throw new Inconclusive('The history was interrupted')
    })
    judgement = judgeOutcome(undefined, session.timeline.serverErrors, HISTORY, level)
  } catch (error) {
    const { doubt, slowestWait } = session.timeline
    const ranOut = slowestWait !== undefined && slowestWait.tookMs >= slowestWait.limitMs
    const { health } = environment.access
    failure = await explained(error, { definition: HISTORY, begin, health, watch: undefined, timeoutMs, doubt, ranOut })
    judgement = judgeError(failure, session.timeline.serverErrors, HISTORY, level)
  } finally {
    session.close()
  }
  const { verdict, message, violations, ...rest } = judgement
  const { redactor } = environment.access
  const shown = message === undefined ? undefined : redactor.text(message)
  const isFound = verdict === 'failed' || verdict === 'warned'
  return {
    verdict: isFound ? 'disagrees' : verdict === 'noted' || verdict === 'passed' ? 'agrees' : 'unclear',
    ...(isFound ? findingOf(failure, judgement) : {}),
    steps,
    forgiven: trial.forgiven,
    ...(isFound && options.isRecorded ? { recorded: recordedFinding(recorder, failure, trial) } : {}),
    result: {
      id: HISTORY.id,
      title: HISTORY.title,
      verdict,
      ...rest,
      requirements: [],
      durationMs: Math.round(performance.now() - begin),
      ...(shown === undefined ? {} : { message: shown }),
      timeline: session.timeline.entries(shown, { isBrief: false, isCompared: false }),
    },
  }
}

/** Case that a history is to the harness. What it is about follows from what it finds. */
const HISTORY: Case = {
  target: 'homeserver',
  id: 'explore/history',
  area: 'explore',
  title: 'A history that was drawn at random',
  verifies: [NO_SERVER_ERROR],
  requirements: [],
  level: 'unspecified',
  run: async () => {},
}

function findingOf(failure: unknown, { buildsOn }: Judgement): Pick<HistoryRun, 'comparison' | 'requirement'> {
  if (failure instanceof Disagreement) return { comparison: failure.comparison, requirement: failure.requirement }
  const named = failure instanceof Mismatch ? failure.details.buildsOn : buildsOn
  return { comparison: 'responses', requirement: named?.[0] ?? NO_SERVER_ERROR }
}

function recordedFinding(recording: Recording, failure: unknown, { target }: Trial): RecordedFinding {
  if (!(failure instanceof Disagreement)) return { recording, claim: undefined, isResponse: true }
  const { claim } = failure
  return { recording, claim: claim && identified(claim, target), isResponse: false }
}

/** Result of a finding, as reports show it. */
export function findingResult(
  outcome: HistoryRun,
  { id, story }: { id: string; story: readonly string[] },
): CaseResult {
  const { comparison = 'responses', requirement: violated = NO_SERVER_ERROR, result } = outcome
  const row = reference(requirement(violated))
  const message = [result.message ?? '', ...story.map((line) => `  ${line}`)].join('\n')
  // The finding is about this requirement itself, and builds on nothing else
  const { violatedRequirement: _, buildsOn: __, ...own } = result
  return { ...own, id, title: COMPARISONS[comparison], requirements: [row], level: row.level, message }
}

function withTimeout(environment: TestEnvironment, timeoutMs: number): TestEnvironment {
  return { ...environment, pushTimeoutMs: timeoutMs }
}
