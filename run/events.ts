/**
 * What a run says while it goes on: one stream of events that every report is made from.
 *
 * The stream is public: `schema` is raised when a field changes its meaning or goes away.
 */

/** Raised when a field of a run event changes its meaning. */
export const RUN_SCHEMA = 2

/** How firmly the specification asks for something; the colour of a verdict hangs on it. */
export type Level = 'must' | 'stated' | 'schema' | 'should' | 'may' | 'unspecified'

/**
 * The outcome of a case.
 *
 * - `passed`: the target did what the requirement asks
 * - `failed`: it did not, and the level is must, stated or schema (or the run was asked to judge that level)
 * - `warned`: it did not, and the level is should
 * - `noted`: the text leaves it open; the message says what the target did
 * - `n/a`: the case does not apply to this profile or this target; the message says why
 * - `inconclusive`: the case could not be judged, by an error of Plexor or of something that the case only builds on
 */
export type Verdict = 'passed' | 'failed' | 'warned' | 'noted' | 'n/a' | 'inconclusive'

/** How a verdict compares with the baseline of the target; absent without a baseline entry for the case. */
export type Expectation = { kind: 'must-fail' | 'may-flake'; reason: string; met: boolean }

/** Something that a case waited for, and how much of its deadline that used. */
export interface Wait {
  /** What was waited for, in words: `the push of an event` */
  what: string
  tookMs: number
  limitMs: number
}

/** How a case ended in the repetitions of a run. */
export interface Repetitions {
  /** How many there were */
  runs: number
  /** How often it ended with each verdict; those that never came are absent */
  verdicts: Partial<Counts>
  /** The share of the repetitions that ended otherwise than most, 0 for a case that always ends alike */
  flakeRate: number
}

/** How long a run waited for its target, in milliseconds of wall-clock time; the parts can overlap. */
export interface TargetTime {
  /** The time in which at least one request to the target was under way */
  responsesMs: number
  /** The time in which at least one case waited for a push */
  pushesMs: number
  /** The time in which at least one of the two was so */
  totalMs: number
}

/** Which part of the selected cases a run had. */
export interface Shard {
  /** From 1 to `count` */
  index: number
  count: number
  /** How many cases were selected for all shards together */
  selected: number
}

/** One HTTP exchange or remark of a case. Secrets are already removed and long bodies cut. */
export interface TimelineEntry {
  /** Milliseconds since the case started */
  at: number
  /** `client`: Plexor asked the target. `gateway`: the target called Plexor's gateway. `note`: a remark of the harness */
  kind: 'client' | 'gateway' | 'note'
  /** Who acted: the name of a user in the case (`alice`), or `target` for gateway requests */
  actor: string
  /** Whether the exchange only prepares what the case begins with: accounts, a room, its members */
  preparation?: true
  /** One line for people: `PUT /rooms/…/send/m.room.message/…`, or the text of the remark */
  summary: string
  method?: string
  /** Path and query, without the target's origin */
  path?: string
  status?: number
  /** Milliseconds from request to the end of the answer */
  durationMs?: number
  requestBody?: unknown
  /**
   * What `requestBody` is, where it is not the JSON that was sent: `text`, which was sent as it stands, or `cut`, the
   * beginning of what was sent
   */
  requestBodyForm?: 'text' | 'cut'
  /** Whether the request had the access token of the actor */
  signedIn?: true
  responseBody?: unknown
  /** What about this exchange breaks the OpenAPI schema; absent when nothing does */
  violations?: string[]
}

/** A requirement as reports show it. */
export interface RequirementRef {
  id: string
  level: Level
  /** The rule in our own words */
  text: string
  /** Link to the section of the specification */
  section: string
}

/** The finished result of one case. */
export interface CaseResult {
  id: string
  /** What the case shows, one sentence */
  title: string
  verdict: Verdict
  level: Level
  requirements: RequirementRef[]
  /** Why the case is fair to servers that follow the text in another way than most; absent where that is plain */
  fairness?: string
  durationMs: number
  /** Why the verdict is not a plain pass: what was expected and what was seen */
  message?: string
  /** For negative checks: what proved the absence (the fence, the settle time) */
  proof?: string
  expectation?: Expectation
  /** The wait that used most of its deadline; absent where the case waited for nothing */
  slowestWait?: Wait
  /** How it ended each time, in a run with repetitions; the rest of the result is then that of the worst of them */
  repetitions?: Repetitions
  timeline: TimelineEntry[]
}

/** How many cases ended with each verdict. */
export type Counts = Record<Verdict, number>

/** What the preflight learned about the target. */
export interface TargetInfo {
  /** The target as the user named it (`ref:`, `https://hs.example`), without credentials */
  name: string
  /** Base URL that requests go to */
  url: string
  /** The `Server` header or another name that the target gives itself */
  software?: string
  /** The versions that it lists */
  versions: string[]
  /** How the target reaches Plexor's gateway */
  gateway: { url: string; scheme: 'http' | 'https' }
  /** Milliseconds from `send` returning to the push arriving, measured in the preflight */
  latencyMs: number
  /** Whether pushes of one pusher arrived in the order that their events were sent */
  ordered: boolean
  /** Whether pushes of one user go on while the gateway fails those of another */
  independent: boolean
}

/** What is known of a push gateway that is tested. */
export interface GatewayTargetInfo {
  /** The target as the user named it: `gateway:https://push.example.org` */
  name: string
  /** Base URL that requests go to */
  url: string
  /** A name that the gateway gives itself */
  software?: string
  /** How many devices Plexor was told of: those that the gateway can reach, and those that are gone */
  devices: { reachable: number; gone: number }
}

/** What is known of a program that evaluates push rules and is judged by vectors. */
export interface EvaluatorInfo {
  /** The program as the user named it, or what it calls itself */
  name: string
  /** Its version, or another name that it gives itself */
  software?: string
}

export type RunEvent =
  | {
      type: 'run-start'
      schema: typeof RUN_SCHEMA
      plexor: string
      startedAt: string
      specVersion: string
      target: TargetInfo | GatewayTargetInfo | EvaluatorInfo
      cases: number
      /** How often each case runs, where that is more than once */
      repeat?: number
      shard?: Shard
    }
  | { type: 'case-start'; id: string }
  | { type: 'case-end'; result: CaseResult }
  | { type: 'run-end'; result: RunResult }

/** The whole run, as the JSON report holds it. */
export interface RunResult {
  schema: typeof RUN_SCHEMA
  plexor: string
  startedAt: string
  durationMs: number
  specVersion: string
  target: TargetInfo | GatewayTargetInfo | EvaluatorInfo
  /** How long the run waited for the target; absent for a program that is asked vectors */
  targetTime?: TargetTime
  /** How often each case ran, where that is more than once */
  repeat?: number
  /** Absent for a run of all selected cases */
  shard?: Shard
  counts: Counts
  cases: CaseResult[]
  /** Remarks about the whole run: stale baseline entries, schema violations that no selected case judges */
  remarks: string[]
  /** 0 conformant, 1 not conformant, 3 could not be judged */
  exitCode: 0 | 1 | 3
}

/**
 * Whether the case makes the run red. With a baseline entry, the entry decides: what it foresees is not red,
 * and a case that passes although it must fail is. Without one, failed and inconclusive cases are red.
 */
export function isRed({ verdict, expectation }: Pick<CaseResult, 'verdict' | 'expectation'>): boolean {
  return expectation ? !expectation.met : verdict === 'failed' || verdict === 'inconclusive'
}
