import { quote } from '../../../common/text.ts'
import { messageOf, TargetError } from '../case/errors.ts'
import type { Inbox, Push, Settling } from '../push-receiver/inbox.ts'
import type { Scheme } from '../push-receiver/push-receiver.ts'
import { failing } from '../push-receiver/push-response.ts'
import { CaseSession, type TestEnvironment } from '../runner/environment.ts'
import { errcodeOf } from '../target/body.ts'
import { until } from '../target/deadline.ts'
import type { User } from '../users/user.ts'
import { explainSilence, graceMs, lateError, type Probes } from './explain-silence.ts'
import { type PusherRefusal, refusalError } from './gateway-advice.ts'

/** Number of messages that measure the latency and the order of deliveries. */
const PROBES = 5

/**
 * Registers two users and sends messages from one to the other, to measure the scheme, the latency and the order of
 * pushes. Stores the results in the environment.
 *
 * @param environment the environment to complete
 * @param step called after each step, with a sentence for people
 * @throws {TargetError} when a prerequisite of every case fails; the code says whether it is the target or the network
 */
export async function probeDelivery(environment: TestEnvironment, step: (done: string) => void): Promise<void> {
  const session = new CaseSession(environment, { id: 'preflight/delivery' })
  try {
    // On some servers the first account becomes an administrator, so no case uses it.
    const bob = await session.user('bob')
    const alice = await session.user('alice')
    step('Plexor can register accounts')
    const room = await bob.createRoom({ invite: [alice] })
    await alice.join(room)
    const probes = await setProbes(environment, alice)
    const sentAt = performance.now()
    const eventId = await bob.send(room, 'Plexor looks for the way to its gateway')
    const found = await reachable(environment, probes)
    if (found === undefined) throw await explainSilence(environment, { probes, alice, room, eventId, sentAt })
    const [scheme, inbox] = found
    environment.targetInfo.gateway = { url: environment.receiver.urls[scheme] ?? '', scheme }
    step(`The target reaches Plexor's gateway at ${environment.targetInfo.gateway.url}`)
    for (const other of Object.values(probes)) if (other !== inbox) await alice.deletePusher(other)
    await measure(environment, inbox, bob, room)
    const order = environment.targetInfo.ordered
      ? 'in order'
      : `out of order, so each proof of absence waits another ${environment.settling.afterFenceMs} ms`
    step(`Pushes arrive within ${environment.targetInfo.latencyMs} ms, ${order}`)
    const bobs = await setProbe(bob, environment.targetInfo.gateway.url)
    if (bobs !== undefined) {
      const neighbours = { room, alice, bob, alices: inbox, bobs }
      const chanceMs = Math.max(3000, environment.targetInfo.latencyMs * 10)
      environment.targetInfo.independent = await areIndependent(neighbours, chanceMs, session.retryTimeoutMs)
      if (!environment.targetInfo.independent)
        step('A failing push holds up other pushers, so cases with failing pushes run one by one at the end')
      await bob.deletePusher(bobs)
    }
    await alice.deletePusher(inbox)
  } catch (error) {
    const message = environment.access.redactor.text(messageOf(error))
    if (error instanceof TargetError) throw new TargetError(error.code, message, error.advice)
    throw new TargetError('no-homeserver', `The target cannot do what every case begins with: ${message}`)
  } finally {
    session.close()
  }
}

async function setProbes(environment: TestEnvironment, alice: User): Promise<Probes> {
  const probes: Probes = {}
  const refusals: PusherRefusal[] = []
  for (const [scheme, url] of Object.entries(environment.receiver.urls) as [Scheme, string][]) {
    const probe = await setProbe(alice, url, (refusal) => refusals.push({ scheme, ...refusal }))
    if (probe !== undefined) probes[scheme] = probe
  }
  if (Object.keys(probes).length > 0) return probes
  throw refusalError(refusals, {
    urls: Object.values(environment.receiver.urls),
    software: environment.targetInfo.software,
  })
}

/** Sets a pusher with a gateway URL; undefined if the target refuses it. */
async function setProbe(
  user: User,
  url: string,
  onRefusal?: (refusal: Omit<PusherRefusal, 'scheme'>) => void,
): Promise<Inbox | undefined> {
  const request = user.pusherRequest({ data: { url } })
  const inbox = user.openInbox(request.pushkey, request.app_id)
  const { status, body } = await user.trySetPusher(request)
  if (status === 200) return inbox
  onRefusal?.({ status, errcode: errcodeOf(body), found: `status ${status} with ${quote(body)}` })
  return undefined
}

/**
 * Returns the scheme by which pushes arrive: HTTPS if it works, as the specification requires, otherwise HTTP. If HTTP is
 * faster, HTTPS gets another chance until the target aborts its handshake, or takes four times as long as HTTP.
 */
async function reachable(
  { receiver, access }: TestEnvironment,
  { https, http }: Probes,
): Promise<[Scheme, Inbox] | undefined> {
  const begin = performance.now()
  const arrived = (inbox: Inbox | undefined): inbox is Inbox => inbox !== undefined && inbox.pushes.length > 0
  const secure = () => (arrived(https) ? https : undefined)
  const any = () => secure() ?? (arrived(http) ? http : undefined)
  const first = await until(receiver.activity, any, access.timeoutMs)
  if (first === undefined) return undefined
  if (first === http && https !== undefined) {
    const chance = Math.max(250, (performance.now() - begin) * 4)
    const settled = () => secure() ?? (receiver.tlsRefusals > 0 ? http : undefined)
    if ((await until(receiver.activity, settled, chance)) === https) return ['https', https]
  }
  return [first === https ? 'https' : 'http', first]
}

/** Sends a few messages in quick succession, and measures the latency and the order of their pushes. */
async function measure(environment: TestEnvironment, inbox: Inbox, bob: User, room: string): Promise<void> {
  const sent: { eventId: string; at: number }[] = []
  for (let n = 0; n < PROBES; n += 1) {
    const eventId = await bob.send(room, `Probe ${n + 1}`)
    sent.push({ eventId, at: performance.now() })
  }
  const latencies: number[] = []
  for (const { eventId, at } of sent) {
    const push = await inbox.arrivalOf(eventId)
    if (push === undefined) throw await explainMissing(environment, inbox, eventId, at)
    latencies.push(Math.max(0, push.at - at))
  }
  const arrivals = [...new Set(inbox.pushes.flatMap((push) => push.notification.event_id ?? []))]
  const probes = arrivals.filter((eventId) => sent.some((message) => message.eventId === eventId))
  environment.targetInfo.ordered = probes.every((eventId, index) => eventId === sent[index]?.eventId)
  environment.targetInfo.latencyMs = Math.ceil(Math.max(...latencies))
  environment.settling = settlingFor(environment.targetInfo.latencyMs, environment.targetInfo.ordered)
}

/** Creates the error for a message whose push did not arrive in time, although others did. */
async function explainMissing(
  { access: { timeoutMs } }: TestEnvironment,
  inbox: Inbox,
  eventId: string,
  sentAt: number,
): Promise<TargetError> {
  const begin =
    'The target does not push every message, or its pushes do not name their events, which every case requires'
  const isMalformed = ({ notification, violations }: Push) =>
    typeof notification.event_id !== 'string' || violations.length > 0
  const malformed = inbox.pushes.findLast(isMalformed)
  if (malformed !== undefined) {
    const found = malformed.violations.join('; ') || 'a push names no event'
    return new TargetError('push-unreadable', `${begin}: ${found}`)
  }
  const late = await inbox.attempt(eventId, 1, graceMs(timeoutMs))
  if (late !== undefined) return lateError(late.at - sentAt, timeoutMs)
  const waited = `${(timeoutMs + graceMs(timeoutMs)) / 1000} s`
  return new TargetError('push-unreadable', `${begin}: of ${PROBES} messages, one was not pushed within ${waited}`)
}

/** Returns the settle time of a target: three times its latency, and at least 100 ms. */
export function settlingFor(latencyMs: number, ordered: boolean): Settling {
  const settle = Math.max(100, latencyMs * 3)
  return { afterFenceMs: ordered ? 0 : settle, withoutFenceMs: settle }
}

/** Two users of a room, with a pusher each. */
export interface Neighbours {
  room: string
  alice: User
  bob: User
  alices: Inbox
  bobs: Inbox
}

/**
 * Reports whether pushes of one user continue while the push receiver fails those of another. The specification does not
 * require that. If they do not, a case with failing pushes would affect all others.
 *
 * @param neighbours the users and their pushers
 * @param chanceMs time that a push may take, in milliseconds
 * @param timeoutMs time to wait for the target to continue if it stops, in milliseconds, so that it is ready for the cases
 */
export async function areIndependent(
  { room, alice, bob, alices, bobs }: Neighbours,
  chanceMs: number,
  timeoutMs: number,
): Promise<boolean> {
  alices.response = () => failing(503)
  await alices.attempt(await bob.send(room, 'The gateway fails with this one'), 1, timeoutMs)
  const other = await alice.send(room, 'This one is not held up by it')
  const independent = (await bobs.attempt(other, 1, chanceMs)) !== undefined
  alices.accept()
  if (!independent) await bobs.attempt(other, 1, timeoutMs)
  return independent
}
