import type { Level } from '../spec/index.ts'

// Every report is made from one stream of events. The stream and the result of a run are public: `RUN_SCHEMA` is raised
// when a field changes its meaning or goes away. `generated/report.schema.json` is made from these types, and its
// descriptions from their doc comments.

export { LEVELS, type Level } from '../spec/index.ts'

/** Version of the format of run events and JSON reports. It is raised when a field changes its meaning or goes away. */
export const RUN_SCHEMA = 3

/** Every verdict, in the order in which reports count them. {@link Verdict} explains each. */
export const VERDICTS = ['passed', 'failed', 'warned', 'noted', 'n/a', 'inconclusive'] as const

/**
 * Verdict on a case.
 *
 * - `passed`: the target does what the requirements ask
 * - `failed`: it does not
 * - `warned`: it does not, but the level of the requirements is weaker than the weakest that fails in this run
 * - `noted`: the requirement is `may` or `unspecified`; the message says what the target did
 * - `n/a`: the case does not apply to this version of the specification or this target; the message says why
 * - `inconclusive`: the case could not be judged, because of an error of Plexor or a prerequisite that failed, such as
 *   creating a room
 */
export type Verdict = (typeof VERDICTS)[number]

/**
 * Whole number that is not negative.
 *
 * @asType integer
 * @minimum 0
 */
export type Count = number

/** Comparison of a result with the entry that a baseline has for the case. */
export interface Expectation {
  /**
   * `must-fail`: the case has to fail or warn, and for what the entry says. `may-flake`: it may end in any way, except
   * inconclusive, but fail only for what the entry says.
   */
  kind: 'must-fail' | 'may-flake'
  /** Explanation from the entry: why this is a defect of the target */
  reason: string
  /** True if the case ended as the entry expects */
  met: boolean
  /** Reasons why the case fails although the entry does not expect it, one sentence each; absent if there is nothing */
  unexpected?: string[]
}

/** Something that a case waited for. */
export interface Wait {
  /** Name of the event, response or push: `a push` */
  what: string
  /** Time that it took, in milliseconds */
  tookMs: number
  /** Time that was allowed, in milliseconds */
  limitMs: number
}

/** One side of the place at which two repetitions part. */
export interface PartingSide {
  /**
   * Number of the repetition, from 1
   *
   * @asType integer
   * @minimum 1
   */
  repetition: number
  /** Verdict of that repetition */
  verdict: Verdict
  /** Exchange there, without identifiers: `GET /_matrix/client/v3/sync → 200`; absent if there is none like the other's */
  exchange?: string
  /** Start of that exchange, in milliseconds since the case started */
  at?: number
  /** First part of the body that differs, if the exchange is otherwise the same: `notification_count: 1` */
  body?: string
}

/** Place at which the timelines of a better and of the worst repetition of a case part, as far as they show it. */
export interface Parting {
  /** Number of exchanges of the worst repetition before that place, without successful preparations */
  after: Count
  /** Sender of the requests that part: the name of a user in the case (`alice`), or `target` */
  actor: string
  /** Better repetition: the one that parts from the worst one the latest */
  better: PartingSide
  /** Worst repetition, which the result shows */
  worst: PartingSide
}

/** Verdicts on a case in the repetitions of a run. */
export interface Repetitions {
  /** Number of repetitions */
  runs: Count
  /** Number of repetitions by verdict; verdicts that did not occur are absent */
  verdicts: Partial<Counts>
  /** Share of repetitions with another verdict than the most frequent one: 0 if all agree, less than 1 */
  flakeRate: number
  /** Place at which a better and the worst repetition part; absent if the verdicts agree, or no difference is seen */
  parting?: Parting
}

/** Time that a run waited for its target, in milliseconds of wall-clock time. The parts can overlap. */
export interface TargetTime {
  /** Time with at least one request to the target in progress */
  responsesMs: number
  /** Time with at least one case waiting for a push */
  pushesMs: number
  /** Time with at least one of the two */
  totalMs: number
}

/** Part of the selected cases that a run had. */
export interface Shard {
  /** Number of the part, from 1 to `count` */
  index: Count
  /** Number of parts */
  count: Count
  /** Number of cases that were selected for all parts together */
  selected: Count
}

/** Maximum number of entries in the timeline of a case, so that a target that never stops cannot fill the memory. */
export const MAX_TIMELINE_ENTRIES = 1000

/** HTTP exchange or remark in the timeline of a case. Secrets are removed from it, and long bodies are cut. */
export interface TimelineEntry {
  /** Start, in milliseconds since the case started */
  at: number
  /**
   * `client`: a request from Plexor to the target. `gateway`: a request from the target to Plexor's push gateway.
   * `note`: a remark of the harness
   */
  kind: 'client' | 'gateway' | 'note'
  /** Sender of the request: the name of a user in the case (`alice`), or `target` */
  actor: string
  /** True if the exchange only prepares the case: accounts, a room, its members */
  preparation?: true
  /** True for the exchange that decides the verdict, as far as it is known: what the message is about */
  decisive?: true
  /** One line for people: `PUT /rooms/…/send/m.room.message/…`, or the text of the remark */
  summary: string
  /** HTTP method */
  method?: string
  /** Path and query, without the origin of the target */
  path?: string
  /** HTTP status of the response */
  status?: number
  /** Time from the request to the end of the response, in milliseconds */
  durationMs?: number
  /** Body of the request: JSON, unless `requestBodyForm` says otherwise */
  requestBody?: unknown
  /**
   * Form of a `requestBody` that is not the JSON that was sent. `text`: the body was sent as this text. `cut`: this is
   * the beginning of the body
   */
  requestBodyForm?: 'text' | 'cut'
  /** True if the request had the access token of the actor */
  signedIn?: true
  /** Body of the response: JSON, or text if it is not JSON */
  responseBody?: unknown
  /** Violations of the OpenAPI schema in this exchange; absent if there are none */
  violations?: string[]
}

/** Requirement as reports show it. */
export interface RequirementRef {
  /** Identifier, such as `pushers.append` */
  id: string
  /** Level of the requirement */
  level: Level
  /** The rule in Plexor's words */
  text: string
  /** Link to the section of the specification */
  section: string
}

/** Result of a case. */
export interface CaseResult {
  /** Identifier, `area/name` */
  id: string
  /** One sentence that says what the case shows */
  title: string
  /** Verdict on the case */
  verdict: Verdict
  /** Strictest level of the requirements, and of `violatedRequirement` if there is one */
  level: Level
  /** Requirements that the case verifies */
  requirements: RequirementRef[]
  /**
   * Stricter requirement that the case builds on, and that the target violates: the case fails for it, and says nothing
   * about its own requirements. Absent in any other case
   */
  violatedRequirement?: RequirementRef
  /** Reason why the case is fair to servers that follow the specification in an unusual way; absent if that is plain */
  fairness?: string
  /** Duration, in milliseconds */
  durationMs: number
  /** Reason for any verdict other than a plain pass: what was expected and what was found */
  message?: string
  /** First lines of other messages that repetitions or shards of the case failed with; absent if there are none */
  otherMessages?: string[]
  /** Violations of the schema that the case is about, one sentence each; absent if there are none */
  violations?: string[]
  /** Ids of the requirements that a failed case builds on, as far as it names them; absent if there are none */
  buildsOn?: string[]
  /**
   * Cases that failed in the same run, and verify what this case builds on: it may have failed for the same defect.
   * Absent if there are none
   */
  followsFrom?: string[]
  /**
   * Only for a vector that failed or warned: whether the program passes or fails it too when a fresh process is asked
   * nothing else. One that passes alone fails because of what the program was asked before. Absent if it was not asked
   */
  alone?: 'passes' | 'fails'
  /** Proof of an absence: the later event that arrived first, or the time that passed */
  proof?: string
  /** Comparison with the baseline; absent if the baseline has no entry for the case */
  expectation?: Expectation
  /** Wait that used most of its time limit; absent if the case waited for nothing */
  slowestWait?: Wait
  /** Verdicts of all repetitions, if there were several. All other fields are those of the worst repetition. */
  repetitions?: Repetitions
  /** HTTP exchanges and remarks, by the time at which they started */
  timeline: TimelineEntry[]
}

/** Number of cases by verdict. */
export type Counts = Record<Verdict, Count>

/** Number of cases of one level by verdict. */
export interface LevelCounts extends Counts {
  /** Number of the failed ones that the baseline expects */
  known: Count
}

/**
 * Conclusion of a run in words.
 *
 * - `conformant`: nothing failed
 * - `as expected`: nothing failed but what the baseline expects
 * - `not conformant`: something failed, or a baseline entry does not hold
 * - `inconclusive`: nothing failed unexpectedly, but some case could not be judged, or the run did not finish
 * - `nothing judged`: no case passed, failed or warned, so nothing is known about the target
 */
export type Conclusion = 'conformant' | 'as expected' | 'not conformant' | 'inconclusive' | 'nothing judged'

/** Cases that are red for the same cause, as far as their evidence shows it. */
export interface Cause {
  /** Request and response that failed, or the message without what differs from case to case */
  what: string
  /** Ids of the cases, two or more, in the order of the report */
  cases: string[]
}

/** Event after which the target was not what it had been: what came later says little about it. */
export interface Interruption {
  /** `pushes`: pushes stopped arriving. `responses`: requests got no response any more */
  what: 'pushes' | 'responses'
  /** Case that had the last push or response; absent if there was none */
  after?: string
  /** Cases that were in progress at the first missing one, and may have caused it */
  during: string[]
  /** True if the target continued later in the run */
  recovered: boolean
}

/** Homeserver as the preflight found it. */
export interface TargetInfo {
  kind: 'homeserver'
  /** Target as the user named it (`ref:`, `https://hs.example`), without credentials */
  name: string
  /** Base URL of requests */
  url: string
  /** `Server` header, or another name that the target gives itself */
  software?: string
  /** Name that the user gave it for reports (`--name`); absent if there is none */
  title?: string
  /** Versions of the specification that it supports */
  versions: string[]
  /** URL and scheme by which the target reaches Plexor's push gateway */
  gateway: { url: string; scheme: 'http' | 'https' }
  /** Time from sending a message to its push, in milliseconds, measured in the preflight */
  latencyMs: number
  /** True if pushes to one pusher arrive in the order of their events */
  ordered: boolean
  /** True if pushes of a user continue while the gateway rejects those of another user with errors */
  independent: boolean
}

/** Push gateway that is tested. */
export interface GatewayTargetInfo {
  kind: 'push-gateway'
  /** Target as the user named it: `gateway:https://push.example.org` */
  name: string
  /** Base URL of requests */
  url: string
  /** Name that the gateway gives itself */
  software?: string
  /** Name that the user gave it for reports (`--name`); absent if there is none */
  title?: string
  /** Number of devices that the user configured: those that the gateway can reach, and unregistered ones */
  devices: { reachable: Count; unregistered: Count }
}

/** Program that evaluates push rules, and is tested with vectors. */
export interface EvaluatorInfo {
  kind: 'evaluator'
  /** Name that the program gives itself, or its command */
  name: string
  /** Version of the program */
  software?: string
}

/**
 * Target of a run.
 *
 * @discriminator kind
 */
export type AnyTargetInfo = TargetInfo | GatewayTargetInfo | EvaluatorInfo

/** Event of a run. Events arrive in the order in which they happen; cases overlap. */
export type RunEvent =
  | {
      type: 'run-start'
      schema: typeof RUN_SCHEMA
      /** Version of Plexor */
      plexor: string
      /** Start as an ISO 8601 timestamp */
      startedAt: string
      /** Version of the specification that the target is tested against */
      specVersion: string
      target: AnyTargetInfo
      /** Number of cases */
      cases: number
      /** Number of repetitions, if there are several */
      repeat?: number
      /** Part of the selected cases; absent if the run has all of them */
      shard?: Shard
    }
  | { type: 'case-start'; id: string }
  | { type: 'case-end'; result: CaseResult }
  /** `why`: what the cases in progress wait for, all together, as the end of a sentence */
  | { type: 'pause-start'; why: string }
  | { type: 'pause-end' }
  | { type: 'run-end'; result: RunResult }

/** Options of a run on which its results depend. What is on the user's machine, such as paths and commands, is not among them. */
export interface RunSettings {
  /** Weakest level of requirements whose mismatches fail (`--level`) */
  level: Level
  /** Maximum time to wait for a response, a push or an unread count, in milliseconds (`--timeout`) */
  timeoutMs: number
  /** Number of cases that ran at once (`--jobs`); absent if it followed the speed of the target */
  jobs?: Count
  /** Time for what the target does in the background, in milliseconds (`--settle`); absent if there was none */
  settleMs?: number
  /** True if a command ran after half of the cases (`--halfway`); absent otherwise */
  halfway?: true
}

/** JSON report of Plexor: the result of a run. */
export interface RunResult {
  /** Version of this format */
  schema: typeof RUN_SCHEMA
  /** Version of Plexor */
  plexor: string
  /** Start as an ISO 8601 timestamp */
  startedAt: string
  /** Duration, in milliseconds */
  durationMs: number
  /** Version of the specification that the target was tested against, such as `v1.19` */
  specVersion: string
  /** Target of the run */
  target: AnyTargetInfo
  /** Options on which the results depend; absent if the run did not start, and for an evaluator */
  settings?: RunSettings
  /** Time that the run waited for the target; absent for an evaluator */
  targetTime?: TargetTime
  /** Number of repetitions, if there were several */
  repeat?: Count
  /** Part of the selected cases; absent if the run had all of them */
  shard?: Shard
  /** Number of cases by verdict */
  counts: Counts
  /** Number of cases by level and verdict; levels without a case are absent */
  levels: { [level in Level]?: LevelCounts }
  /** Conclusion in words; `exitCode` follows from it */
  conclusion: Conclusion
  /** Causes that several red cases have in common */
  causes: Cause[]
  /** Early end of the run; absent if every case was reached */
  cutOff?: {
    /** Reason as a clause: `it was interrupted by SIGINT` */
    why: string
    /** Ids of the cases that were not reached, and have no result */
    notReached: string[]
  }
  /** Interruptions of the target; absent if there were none */
  interruptions?: Interruption[]
  /** Results in the order of `plexor list` */
  cases: CaseResult[]
  /** Remarks about the whole run: stale baseline entries, schema violations that no selected case judges */
  remarks: string[]
  /** Exit code of the run: 0 conformant or as expected, 1 not conformant, 3 inconclusive or nothing judged */
  exitCode: 0 | 1 | 3
}
