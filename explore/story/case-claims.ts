import type { Inbox } from '../../suites/harness/push-receiver/inbox.ts'
import type { Range } from '../model/notices.ts'
import { callOf, codeCall, literal, type Names } from './code.ts'
import type { IdentifiedClaim } from './recorded-finding.ts'
import type { Recording } from './recorder.ts'

/** Lines of a case, or the reason why it cannot be written, as a clause. */
export type Lines = string[] | { obstacle: string }

/** Everything that the lines about an expectation are made of. */
export interface ClaimSource {
  recording: Recording
  names: Names
  /** The sentence `Expected X, found Y` */
  message: string
}

/** Returns the lines that check an expectation. */
export function claimLines(claim: IdentifiedClaim, { recording, names, message }: ClaimSource): Lines {
  const value = (text: string) => literal(text, names)
  const isSo = (...lines: string[]) => polling(claim.user, lines, message)
  switch (claim.kind) {
    case 'push':
      return pushLines(claim, recording, names, message)
    case 'tweaks':
      return tweakLines(claim, names)
    case 'badge':
      return badgeLines(claim, recording, names, message)
    case 'count':
      return isSo(...countLines(claim, value))
    case 'receipt':
      return isSo(
        `const events = (await ${claim.user}.sync()).rooms?.join?.[${value(claim.room)}]?.ephemeral?.events ?? []`,
        'type Receipts = Record<string, Record<string, Record<string, unknown>>>',
        'return events.some(',
        `  ({ content }) => (content as Receipts)[${value(claim.message)}]?.['m.read']?.[${claim.reader}.userId] !== undefined,`,
        ')',
      )
    case 'notification':
      return isSo(
        `const listed = await ${claim.user}.notifications()`,
        `return ${claim.isListed ? '' : '!'}listed.some(({ event }) => event.event_id === ${value(claim.event)})`,
      )
    case 'read-notification':
      return isSo(
        `const listed = await ${claim.user}.notifications()`,
        `return listed.find(({ event }) => event.event_id === ${value(claim.event)})?.read === ${claim.isRead}`,
      )
    case 'rule':
      return isSo(
        `const rules = await ${claim.user}.rulesOf('${claim.ruleKind}')`,
        `return ${claim.isListed ? '' : '!'}rules.some(({ rule_id }) => rule_id === ${value(claim.ruleId)})`,
      )
    case 'enabled':
      return isSo(
        `const rules = await ${claim.user}.rulesOf('${claim.ruleKind}')`,
        `return rules.find(({ rule_id }) => rule_id === ${value(claim.ruleId)})?.enabled === ${claim.isEnabled}`,
      )
    case 'actions':
      return actionLines(claim, names)
    case 'pusher':
      return isSo(
        `const pushers = await ${claim.user}.pushers()`,
        `return ${claim.isListed ? '' : '!'}pushers.some(({ pushkey }) => pushkey === ${keyOf(claim.inbox, names)})`,
      )
    case 'pusher-name':
      return isSo(
        `const pushers = await ${claim.user}.pushers()`,
        `const pusher = pushers.find(({ pushkey }) => pushkey === ${keyOf(claim.inbox, names)})`,
        `return pusher?.device_display_name === ${value(claim.name)}`,
      )
  }
}

/** Returns lines that wait until an expectation is met. */
function polling(user: string, lines: readonly string[], message: string): string[] {
  const [expected = ''] = message.split(', found')
  return [
    'const isSo = async () => {',
    ...lines.map((line) => `  ${line}`),
    '}',
    `const found = await eventually(async () => (await isSo()) || undefined, ${user}.client.access.timeoutMs)`,
    codeCall('expect', ['found === true', literal(`${expected}, found otherwise`, PLAIN)], INDENT),
  ]
}

/** Indentation of the body of a case. */
export const INDENT = ' '.repeat(6)

/** Names of text that has no identifiers. */
const PLAIN: Names = { symbolic: (text) => text }

function pushLines(
  { inbox, event, isPushed }: Extract<IdentifiedClaim, { kind: 'push' }>,
  recording: Recording,
  names: Names,
  message: string,
): Lines {
  const pusher = variableOf(inbox, names)
  if (isPushed) return [`await ${pusher}.expectPush(${literal(event, names)})`]
  const waits = recording.entries.filter((entry) => entry.kind === 'wait')
  const fence = waits.findLast(({ inboxes }) => inboxes.some(({ pushkey }) => pushkey === inbox?.pushkey))
  if (fence === undefined || fence.eventId === event)
    return { obstacle: 'no later message shows that a push is missing' }
  const [, because = 'nothing allows a push of it'] = /, because (.*), found/.exec(message) ?? []
  return [callOf(`await ${pusher}.expectNoPush`, [event, { until: fence.eventId, because }], names, INDENT)]
}

function tweakLines({ inbox, event, allowed }: Extract<IdentifiedClaim, { kind: 'tweaks' }>, names: Names): Lines {
  const [only, ...others] = allowed
  if (only === undefined || others.length > 0) return { obstacle: 'the push may have one of several tweaks' }
  const expected = { highlight: false, ...only }
  return [
    `const push = await ${variableOf(inbox, names)}.expectPush(${literal(event, names)})`,
    'const tweaks = { highlight: false, ...push.device.tweaks }',
    `expectEqual('the tweaks', tweaks, ${literal(expected, names)})`,
  ]
}

function badgeLines(
  { user, event, range }: Extract<IdentifiedClaim, { kind: 'badge' }>,
  recording: Recording,
  names: Names,
  message: string,
): Lines {
  const inboxes = recording.entries.flatMap((entry) =>
    entry.kind === 'call' && entry.method === 'setPusher' && entry.user.name === user ? [entry.result as Inbox] : [],
  )
  const [inbox, ...others] = inboxes
  if (inbox === undefined || others.length > 0) return { obstacle: 'the user has several devices' }
  const [expected = ''] = message.split(', found')
  return [
    `const push = await ${variableOf(inbox, names)}.expectPush(${literal(event, names)})`,
    'const unread = push.notification.counts?.unread',
    `const isRight = unread === undefined || (${isWithin('unread', range)})`,
    codeCall('expect', ['isRight', literal(`${expected}, found another number`, PLAIN)], INDENT),
  ]
}

function countLines(
  { user, room, thread, field, range }: Extract<IdentifiedClaim, { kind: 'count' }>,
  value: (text: string) => string,
): string[] {
  if (thread === undefined) {
    return [
      `const { ${field}: count } = await ${user}.unreadCounts(${value(room)})`,
      `return ${isWithin('count', range)}`,
    ]
  }
  const part = thread === 'main' ? `main.${field}` : `threads[${value(thread)}]?.${field} ?? 0`
  return [
    `const { ${thread === 'main' ? 'main' : 'threads'} } = await ${user}.unreadCountsByThread(${value(room)})`,
    `const count = ${part}`,
    `return ${isWithin('count', range)}`,
  ]
}

function actionLines(
  { user, ruleKind, ruleId, actions }: Extract<IdentifiedClaim, { kind: 'actions' }>,
  names: Names,
): Lines {
  const isAmbiguous = actions.some((action) =>
    typeof action === 'string' ? action !== 'notify' : action.set_tweak === 'highlight',
  )
  if (isAmbiguous) return { obstacle: 'a target may list the actions of the rule in several ways' }
  const id = literal(ruleId, names)
  return [
    `const rules = await ${user}.rulesOf('${ruleKind}')`,
    `const rule = rules.find(({ rule_id }) => rule_id === ${id})`,
    `expectEqual('the actions of the rule', rule?.actions, ${literal(actions, names)})`,
  ]
}

function isWithin(count: string, { min, max }: Range): string {
  if (min === max) return `${count} === ${min}`
  return `${count} >= ${min} && ${count} <= ${max}`
}

function keyOf(inbox: Inbox | undefined, names: Names): string {
  return literal(inbox?.pushkey ?? '', names)
}

function variableOf(inbox: Inbox | undefined, names: Names): string {
  return keyOf(inbox, names).replace(/\.pushkey$/, '')
}
