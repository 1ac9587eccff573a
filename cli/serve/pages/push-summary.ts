import type { ReceivedPush } from '../../../reference/index.ts'

/** Facts that a device learns from a push, wherever its service puts them. */
export interface PushSummary {
  eventId?: string

  /** Number of unread notifications */
  unread?: string
  missedCalls?: string

  /** Number on the icon of the app, at APNs */
  badge?: string
  sound?: string

  /** True if the user notices nothing until the app acts */
  isSilent: boolean
}

/** Maximum length of a fact, in UTF-16 code units. */
const MAX_FACT = 255

/** Reads the facts in the payload of a push, which can be anything. */
export function summaryOf({ service, payload }: Pick<ReceivedPush, 'service' | 'payload'>): PushSummary {
  const root = membersOf(payload)
  const fields = service === 'fcm' ? membersOf(root.data) : root
  const aps = service === 'apns' ? membersOf(root.aps) : {}
  return {
    ...fact('eventId', fields.event_id),
    ...fact('unread', fields.unread ?? fields.unread_count),
    ...fact('missedCalls', fields.missed_calls),
    ...fact('badge', aps.badge),
    ...fact('sound', aps.sound),
    isSilent: service === 'apns' && ['alert', 'badge', 'sound'].every((name) => aps[name] === undefined),
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function fact<Name extends string>(name: Name, value: unknown): { [Key in Name]?: string } {
  if (typeof value !== 'string' && typeof value !== 'number') return {}
  return { [name]: String(value).slice(0, MAX_FACT) } as { [Key in Name]?: string }
}
