import { readNamedFile } from '../../../common/named-file.ts'
import { plural, shorten, visible } from '../../../common/text.ts'
import { UsageError } from '../../../common/usage-error.ts'
import { jsonText } from '../../../reports/json.ts'
import { type Paint, painter } from '../../../reports/pretty/paint.ts'
import type { SpecVersion } from '../../../spec/index.ts'
import { standardOutput } from '../../output/standard-output.ts'
import { type ExplainReport, explainReport, explanationLines } from '../explanation.ts'
import { AccountReader } from './account-reader.ts'
import { type AccountState, type RoomEvent, readAccount } from './read-account.ts'

/** Maximum length of an ID or a body in a line, in UTF-16 code units. */
const MAX_TEXT = 100

/** Options of `plexor explain` with a target. */
export interface LiveOptions {
  target: string
  userTokenFile: string
  room: string
  /** Event to explain; default: the last events of the room */
  event: string | undefined
  /** Version to evaluate by; default: the newest that the server lists */
  specVersion: SpecVersion | undefined
  json: boolean
}

/** Explanation of an event of the room. */
export interface LiveExplanation extends ExplainReport {
  eventId: string
  /** True if the list of notifications of the server has the event; absent if there is no such list */
  listed?: boolean
}

/**
 * Explains events of a room with the rules of an account, as its homeserver has them, and compares the result with what
 * that says. It only reads, and marks nothing as read.
 *
 * @throws {UsageError} when the token cannot be read
 * @throws {TargetError} when the server does not give what is needed
 */
export async function explainLive(options: LiveOptions): Promise<number> {
  const token = readNamedFile('access token', options.userTokenFile).trim()
  if (token === '' || /\s/.test(token)) {
    throw new UsageError(
      `--user-token-file: expected a file with an access token, found none in "${options.userTokenFile}"`,
    )
  }
  const reader = new AccountReader(options.target, token)
  try {
    const specVersion = options.specVersion ?? (await reader.specVersion())
    const state = await readAccount(reader, specVersion, options.room, options.event)
    const explanations = state.events.map((event) => explainEvent(event, state))
    const output = standardOutput()
    const paint = painter(output.color)
    const lines = options.json
      ? [jsonText(reportOf(state, explanations), 2)]
      : options.event === undefined
        ? listLines(state, explanations, paint)
        : [...headLines(state), '', ...explanations.flatMap((each) => eventLines(each, state, paint))]
    output.write(`${lines.join('\n')}\n`)
    return 0
  } finally {
    await reader.close()
  }
}

/** Explains an event by the rules of the account, and adds whether the server lists it as a notification. */
export function explainEvent(event: RoomEvent, state: AccountState): LiveExplanation {
  const { specVersion, ruleset, room, notified, userId } = state
  const notes = notesAbout(event, userId)
  const report = explainReport({ specVersion, ruleset, event, room, notes })
  const listed = notified === undefined ? {} : { listed: notified.has(event.event_id) }
  return { ...report, notify: report.notify && event.sender !== userId, eventId: event.event_id, ...listed }
}

function notesAbout({ sender, type }: RoomEvent, userId: string): string[] {
  return [
    ...(sender === userId
      ? [`${userId} sent the event, and nobody is notified of their own events, whatever the rules say`]
      : []),
    ...(type === 'm.room.encrypted'
      ? ['The event is encrypted: a server evaluates the rules without its content, and a client again with it']
      : []),
    'The rules and the room are those of now, which may have changed since the event',
  ]
}

function reportOf(state: AccountState, explanations: readonly LiveExplanation[]) {
  const { userId, roomId, specVersion, room, counts, pushers } = state
  return {
    specVersion,
    userId,
    roomId,
    room,
    ...(counts === undefined ? {} : { counts }),
    pushers,
    events: explanations,
  }
}

function headLines({ userId, roomId, room, counts, pushers, specVersion }: AccountState): string[] {
  const unread =
    counts === undefined
      ? 'the server gives no unread counts'
      : `${plural(counts.notifications, 'unread notification')}, ${plural(counts.highlights, 'highlight')}`
  return [
    `${userId} in ${roomId}: ${plural(room.member_count, 'member')}; ${unread}`,
    ...(pushers.length === 0
      ? ['The account has no pusher, so no device is woken by a push']
      : pushers.map(pusherText)),
    `Evaluated by the meaning of ${specVersion}`,
  ].map((line) => visible(line))
}

function pusherText({ kind, appId, url }: AccountState['pushers'][number]): string {
  const where = url === undefined ? '' : ` to ${shorten(url, MAX_TEXT)}`
  return `Pusher of the kind ${kind} for ${shorten(appId, MAX_TEXT)}${where}`
}

function eventLines(explanation: LiveExplanation, state: AccountState, paint: Paint): string[] {
  const event = state.events.find(({ event_id }) => event_id === explanation.eventId)
  return [
    visible(`${explanation.eventId}: ${event?.type} from ${event?.sender}`),
    ...explanationLines(explanation, paint),
    '',
    paint(agrees(explanation) ? 'green' : 'yellow', serverText(explanation)),
  ]
}

/** Lists the last events of a room, each with the rule that decides. */
function listLines(state: AccountState, explanations: readonly LiveExplanation[], paint: Paint): string[] {
  const rows = explanations.map((each, index) => {
    const event = state.events[index]
    const rule = each.rule === null ? 'no rule' : `${each.rule.kind} ${each.rule.rule_id}`
    const effect = each.notify ? paint('green', 'notifies') : paint('red', 'does not notify')
    const own = event?.sender === state.userId ? ' (own event)' : ''
    return [
      visible(`${each.eventId}: ${event?.type} from ${event?.sender}${own}`),
      `  ${visible(rule)}: ${effect}${agrees(each) ? '' : `; ${serverText(each)}`}`,
    ]
  })
  return [
    ...headLines(state),
    '',
    ...rows.flat(),
    '',
    'Name an event with --event to see every rule that was tried before',
  ]
}

function agrees({ listed, notify }: LiveExplanation): boolean {
  return listed === undefined || listed === notify
}

/** Says whether the server came to the same result. An event can be missing in its list without a mistake. */
function serverText({ listed, notify }: LiveExplanation): string {
  if (listed === undefined) return 'The server has no list of notifications to compare with'
  if (listed) {
    return notify
      ? 'The server lists the event as a notification, too'
      : 'The server lists the event as a notification, although by these rules it is not one; the rules may have changed since'
  }
  return notify
    ? 'The server does not list the event among the last 100 notifications; it may be too old, or the rules may have changed since'
    : 'The server does not list the event as a notification, either'
}
