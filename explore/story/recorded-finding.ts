import type { Inbox } from '../../suites/harness/push-receiver/inbox.ts'
import type { DeviceName, UserName } from '../history.ts'
import type { HistoryTarget } from '../trial/history-target.ts'
import type { Claim } from './claim.ts'
import type { Recording } from './recorder.ts'

/** Finding with everything that a case of it needs. */
export interface RecordedFinding {
  recording: Recording
  /** Expectation that the target does not meet, with identifiers of the target; undefined if there is none as data */
  claim: IdentifiedClaim | undefined
  /** True if a request failed, which is all that the case has to show */
  isResponse: boolean
}

/** Expectation with the identifiers that names stand for. */
export type IdentifiedClaim = Claim & { inbox?: Inbox }

/** Names of events and rooms in a claim. */
const EVENTS = ['event', 'message', 'thread'] as const

/** Replaces the names of a claim by the identifiers of the target. */
export function identified(claim: Claim, target: HistoryTarget): IdentifiedClaim | undefined {
  const fields: Record<string, unknown> = { ...claim }
  for (const field of EVENTS) {
    const name = fields[field]
    if (typeof name === 'string' && name !== 'main') fields[field] = eventIdOf(name, target)
    if (name !== undefined && fields[field] === undefined) return undefined
  }
  if ('room' in claim) fields.room = target.roomId(claim.room)
  if ('device' in claim) fields.inbox = inboxOf(claim.user, claim.device, target)
  return fields as IdentifiedClaim
}

/** Returns the identifier of an event; undefined if the target does not say it. */
function eventIdOf(name: string, target: HistoryTarget): string | undefined {
  try {
    return target.eventId(name)
  } catch {
    return undefined
  }
}

function inboxOf(user: UserName, device: DeviceName, { devices }: HistoryTarget): Inbox | undefined {
  return devices.findLast((one) => one.user === user && one.device === device)?.inbox
}
