import { duration } from '../../../common/text.ts'
import { TargetError } from '../case/errors.ts'
import type { Inbox } from '../push-receiver/inbox.ts'
import type { PushReceiver, Scheme } from '../push-receiver/push-receiver.ts'
import type { TestEnvironment } from '../runner/environment.ts'
import { until } from '../target/deadline.ts'
import type { User } from '../users/user.ts'
import { certificateRefusedError, unreachableError } from './gateway-advice.ts'

/** Pusher for each scheme that the target accepts. */
export type Probes = Partial<Record<Scheme, Inbox>>

/** Message whose push did not arrive in time. */
export interface MissingPush {
  probes: Probes
  /** Recipient of the message */
  alice: User
  room: string
  eventId: string
  /** Time at which the message was sent, as `performance.now()` */
  sentAt: number
}

/** Maximum time to wait for a push that is late, in milliseconds. Whoever runs the doctor waits for it. */
const MAX_GRACE_MS = 10_000

/** Returns the time to wait for a push that is late, to tell that from one that does not come. */
export function graceMs(timeoutMs: number): number {
  return Math.min(timeoutMs, MAX_GRACE_MS)
}

/** Creates the error for a target that pushes, but later than the timeout. */
export function lateError(tookMs: number, timeoutMs: number): TargetError {
  return new TargetError(
    'push-late',
    `The target pushes too late: a push arrived ${duration(tookMs)} after its message, and the timeout is ${timeoutMs / 1000} s`,
    [`Use a longer --timeout, such as --timeout ${Math.ceil((tookMs * 3) / 1000)}`],
  )
}

/**
 * Finds out why no push of a message has arrived: it is late, the target is wrong, or it cannot reach the push receiver.
 *
 * @returns the error, with advice only about what can be the cause
 */
export async function explainSilence(environment: TestEnvironment, message: MissingPush): Promise<TargetError> {
  const { receiver, access, targetInfo } = environment
  const context = { urls: Object.values(receiver.urls), software: targetInfo.software }
  const late = await lateArrival(receiver, message, graceMs(access.timeoutMs))
  if (late !== undefined) return lateError(late - message.sentAt, access.timeoutMs)
  if (receiver.unreadable !== undefined) {
    return new TargetError(
      'push-unreadable',
      `The target reaches Plexor's gateway, but its requests name no pusher: ${receiver.unreadable}`,
    )
  }
  if (receiver.strays.includes(message.eventId)) {
    return new TargetError(
      'push-unreadable',
      "The target reaches Plexor's gateway, but its requests name another pushkey than that of the pusher",
    )
  }
  if (receiver.tlsRefusals > 0) return certificateRefusedError(context)
  const waited = `${(access.timeoutMs + graceMs(access.timeoutMs)) / 1000} s`
  const { notification_count } = await message.alice.unreadCounts(message.room)
  if (notification_count === 0) {
    return new TargetError(
      'not-notifying',
      `The target does not notify of a message in a room with two members: within ${waited} nothing was pushed, and the unread count in /sync is 0`,
      [
        'Check the rules of a new user in GET /pushrules/: .m.rule.room_one_to_one has to notify, and .m.rule.master to be disabled',
      ],
    )
  }
  const found = `The target accepted a pusher and counts a notification, yet no push reached Plexor's gateway (${context.urls.join(' or ')}) within ${waited}`
  return isReached(receiver) ? new TargetError('gateway-unreachable', found, REACHED) : unreachableError(found, context)
}

/** Reports whether anything has come to the push receiver: then its address is not what is in the way. */
function isReached({ connections }: PushReceiver): boolean {
  return connections > 0
}

const REACHED = [
  'Something does connect to that address, but sends no request about this pusher: look into the log of the target, and of a proxy between the two if there is one',
]

/** Waits for a push of the message, unless what has come already is the reason. Returns when it arrived. */
async function lateArrival(
  receiver: PushReceiver,
  { probes, eventId }: MissingPush,
  timeoutMs: number,
): Promise<number | undefined> {
  const arrival = () =>
    Object.values(probes)
      .flatMap(({ pushes }) => pushes)
      .at(0)?.at
  const isExplained = () =>
    receiver.unreadable !== undefined || receiver.tlsRefusals > 0 || receiver.strays.includes(eventId)
  const ready = () => arrival() ?? (isExplained() ? 'explained' : undefined)
  const found = await until(receiver.activity, ready, timeoutMs)
  return found === 'explained' ? undefined : found
}
