import { isObject } from '../../common/is-object.ts'
import { quote } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { RULE_KINDS, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'
import {
  ACTION_NAMES,
  DEVICES,
  GATEWAY_FAILURES,
  type History,
  LEVEL_CHANGES,
  MARKINGS,
  MATCHERS,
  MESSAGE_KINDS,
  NAME_NUMBERS,
  PUSHER_CHANGES,
  PUSHKEY_USES,
  RECEIPT_TYPES,
  ROOMS,
  STATE_EVENTS,
  STEP_NAMES,
  type Step,
  type StepName,
  USERS,
  WORDS,
} from '../history.ts'
import { PROBE_NAMES } from '../model/probes.ts'

/** Histories in a file, to be run again. */
export interface SavedHistories {
  /** Version of this format */
  schema: typeof SAVED_SCHEMA
  /** Version of the specification that they were drawn for */
  specVersion: SpecVersion
  histories: SavedHistory[]
}

/** History with the finding that it shows. */
export interface SavedHistory {
  /** Id of the finding; absent for one that was written by hand */
  finding?: string
  steps: History
}

/** Version of the format. */
export const SAVED_SCHEMA = 1

/** Reports whether a value is that of a field. */
type Check = (value: unknown) => boolean

const oneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)
const isText: Check = (value) => typeof value === 'string' && value.length <= 100
const isIndex: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isBoolean: Check = (value) => typeof value === 'boolean'
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const fields =
  (checks: Record<string, Check>): Check =>
  (value) =>
    isObject(value) && Object.entries(checks).every(([name, check]) => check(value[name]))

const [USER, ROOM, DEVICE, KIND] = [USERS, ROOMS, DEVICES, RULE_KINDS].map(oneOf) as [Check, Check, Check, Check]

const MESSAGE = fields({
  kind: oneOf(MESSAGE_KINDS),
  word: optional(oneOf(WORDS)),
  whom: optional(USER),
  about: optional(isText),
  probe: optional(oneOf(PROBE_NAMES)),
  number: optional(isIndex),
})

const MATCHER = fields({
  kind: optional(oneOf(MATCHERS)),
  word: optional(oneOf(WORDS)),
  room: optional(ROOM),
  sender: optional(USER),
  probe: optional(oneOf(PROBE_NAMES)),
})

/** Fields of each kind of steps. */
const FIELDS: Record<StepName, Record<string, Check>> = {
  'create-room': { room: ROOM, by: USER, members: listOf(USER) },
  invite: { room: ROOM, by: USER, user: USER },
  join: { room: ROOM, user: USER },
  leave: { room: ROOM, user: USER },
  kick: { room: ROOM, by: USER, user: USER },
  ban: { room: ROOM, by: USER, user: USER },
  unban: { room: ROOM, by: USER, user: USER },
  'set-state': { room: ROOM, by: USER, event: oneOf(STATE_EVENTS) },
  'name-room': { room: ROOM, by: USER },
  'set-levels': { room: ROOM, by: USER, levels: oneOf(LEVEL_CHANGES) },
  rename: { room: ROOM, user: USER, name: oneOf(NAME_NUMBERS) },
  'set-power': { room: ROOM, by: USER, user: USER, level: oneOf([0, 50]) },
  mark: { user: USER, room: ROOM, message: isText, how: oneOf(MARKINGS) },
  'wait-for-news': { user: USER },
  'restart-client': { user: USER },
  'sign-in': { user: USER },
  ignore: { user: USER, whom: USER },
  'stop-ignoring': { user: USER, whom: USER },
  send: { id: isText, room: ROOM, by: USER, message: MESSAGE },
  'set-pusher': { user: USER, device: DEVICE, format: optional(oneOf(['event_id_only'])) },
  'change-pusher': { user: USER, device: DEVICE, change: optional(oneOf(PUSHER_CHANGES)) },
  'delete-pusher': { user: USER, device: DEVICE },
  'add-app': { user: USER, device: DEVICE },
  'remove-app': { user: USER, device: DEVICE },
  'lend-pushkey': { user: USER, device: DEVICE, by: USER, how: oneOf(PUSHKEY_USES) },
  'take-over-pusher': { user: USER, device: DEVICE, by: USER },
  'reject-pusher': { user: USER, device: DEVICE, room: ROOM, by: USER, pushkey: optional(oneOf(['another one'])) },
  'fail-gateway': {
    user: USER,
    room: ROOM,
    by: USER,
    failure: oneOf(GATEWAY_FAILURES),
    meanwhile: listOf(ROOM),
  },
  'put-rule': {
    user: USER,
    kind: KIND,
    rule: isText,
    matcher: MATCHER,
    actions: oneOf(ACTION_NAMES),
    before: optional(isText),
    after: optional(isText),
  },
  'enable-rule': { user: USER, kind: KIND, rule: isText, enabled: isBoolean },
  'change-actions': { user: USER, kind: KIND, rule: isText, actions: oneOf(ACTION_NAMES) },
  'delete-rule': { user: USER, kind: KIND, rule: isText },
  read: { user: USER, room: ROOM, message: isText, type: oneOf(RECEIPT_TYPES), thread: optional(isText) },
}

/** Maximum number of steps of all histories of a file. */
const MAX_STEPS = 10_000

/**
 * Reads histories from a file.
 *
 * @param text the content of the file
 * @param place the name of the file, in quotes, for messages
 * @throws {UsageError} when it has no histories
 */
export function readHistories(text: string, place: string): SavedHistories {
  const saved = parse(text, place)
  if (!isObject(saved) || saved.schema !== SAVED_SCHEMA) {
    throw unusable(place, `a file that --save wrote, with "schema": ${SAVED_SCHEMA}`, quote(saved, 60))
  }
  const { specVersion, histories } = saved
  if (!oneOf(SPEC_VERSIONS)(specVersion)) throw unusable(place, 'a version as "specVersion"', quote(specVersion, 60))
  if (!Array.isArray(histories) || histories.length === 0)
    throw unusable(place, 'a list of "histories"', quote(histories, 60))
  const read = histories.map((history: unknown, index) => readHistory(history, `history ${index + 1} in ${place}`))
  const steps = read.reduce((sum, history) => sum + history.steps.length, 0)
  if (steps > MAX_STEPS) throw unusable(place, `at most ${MAX_STEPS} steps`, String(steps))
  return { schema: SAVED_SCHEMA, specVersion: specVersion as SpecVersion, histories: read }
}

function readHistory(history: unknown, place: string): SavedHistory {
  const { finding, steps } = isObject(history) ? history : {}
  if (!Array.isArray(steps)) throw unusable(place, 'a list of "steps"', quote(history, 60))
  for (const [index, step] of steps.entries()) {
    if (!isStep(step)) throw unusable(`step ${index + 1} of ${place}`, 'a step with all its fields', quote(step, 120))
  }
  return { steps, ...(typeof finding === 'string' ? { finding } : {}) }
}

function isStep(step: unknown): step is Step {
  const name = isObject(step) ? STEP_NAMES.find((known) => known === step.do) : undefined
  return name !== undefined && fields(FIELDS[name])(step)
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`Cannot read ${place}: expected JSON, found ${quote((error as Error).message)}`)
  }
}

function unusable(place: string, expected: string, found: string): UsageError {
  return new UsageError(`Cannot use ${place}: expected ${expected}, found ${found}`)
}
