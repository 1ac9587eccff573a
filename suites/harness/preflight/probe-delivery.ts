import { messageOf, TargetError } from '../case/errors.ts'
import { quote } from '../evidence/quote.ts'
import type { Scheme } from '../gateway/gateway.ts'
import type { Inbox, Settling } from '../gateway/inbox.ts'
import { CaseSession, type TestEnvironment } from '../run/environment.ts'
import { until } from '../target/deadline.ts'
import type { User } from '../users/user.ts'
import { gatewayErrorMessage } from './gateway-advice.ts'
import { areIndependent } from './probe-independence.ts'

/** How many messages the latency and the order of deliveries are measured with. */
const PROBES = 5

/** A pusher at Plexor's gateway for each scheme that the target accepts. */
type Probes = Partial<Record<Scheme, Inbox>>

/**
 * Registers two users and sends messages from one to the other, to find out how the target reaches Plexor's gateway,
 * how fast, and whether in order; the world is told. What every case stands on has to work here, and where it does
 * not, the target is told apart from the way to the gateway.
 *
 * @throws {TargetError} saying which of them it is, and what to change
 */
export async function probeDelivery(environment: TestEnvironment, step: (done: string) => void): Promise<void> {
  const session = new CaseSession(environment, { id: 'preflight/delivery' })
  try {
    // The first account on some servers becomes an administrator, so it is one that no case uses.
    const bob = await session.user('bob')
    const alice = await session.user('alice')
    step('Plexor can register accounts')
    const room = await bob.createRoom({ invite: [alice] })
    await alice.join(room)
    const probes = await setProbes(environment, alice)
    await bob.send(room, 'Plexor looks for the way to its gateway')
    const [scheme, inbox] = (await reachable(environment, probes)) ?? (await explainSilence(environment, alice, room))
    environment.targetInfo.gateway = { url: environment.gateway.urls[scheme] ?? '', scheme }
    step(`The target reaches Plexor's gateway at ${environment.targetInfo.gateway.url}`)
    for (const other of Object.values(probes)) if (other !== inbox) await alice.deletePusher(other)
    await measure(environment, inbox, bob, room)
    const order = environment.targetInfo.ordered
      ? 'in order'
      : `out of order, so that absences get a settle time of ${environment.settling.afterFenceMs} ms`
    step(`Pushes arrive within ${environment.targetInfo.latencyMs} ms, ${order}`)
    const bobs = await setProbe(bob, environment.targetInfo.gateway.url)
    if (bobs !== undefined) {
      const neighbours = { room, alice, bob, alices: inbox, bobs }
      const chanceMs = Math.max(3000, environment.targetInfo.latencyMs * 10)
      environment.targetInfo.independent = await areIndependent(neighbours, chanceMs, session.retryTimeoutMs)
      if (!environment.targetInfo.independent)
        step('A failing gateway holds up other pushers, so that cases in which it fails run one by one at the end')
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
  const refusals: string[] = []
  for (const [scheme, url] of Object.entries(environment.gateway.urls) as [Scheme, string][]) {
    const probe = await setProbe(alice, url, (refusal) => refusals.push(`to ${scheme} it answers ${refusal}`))
    if (probe !== undefined) probes[scheme] = probe
  }
  if (Object.keys(probes).length > 0) return probes
  throw gatewayErrorMessage(
    'pusher-refused',
    `The target refuses every pusher at Plexor's gateway: ${refusals.join(', ')}`,
    environment.targetInfo.software,
  )
}

/** A pusher at a gateway URL; `undefined` where the target refuses it, which is told. */
async function setProbe(user: User, url: string, onRefusal?: (found: string) => void): Promise<Inbox | undefined> {
  const request = user.pusherRequest({ data: { url } })
  const inbox = user.openInbox(request.pushkey, request.app_id)
  const { status, body } = await user.trySetPusher(request)
  if (status === 200) return inbox
  onRefusal?.(`${status} with ${quote(body)}`)
  return undefined
}

/**
 * HTTPS where it works, as the specification wants; otherwise plain HTTP. The faster scheme gives the other one a
 * measured chance: HTTPS is given up on when the target broke off its handshake, or takes four times as long as HTTP.
 */
async function reachable(
  { gateway, access }: TestEnvironment,
  { https, http }: Probes,
): Promise<[Scheme, Inbox] | undefined> {
  const begin = performance.now()
  const arrived = (inbox: Inbox | undefined): inbox is Inbox => inbox !== undefined && inbox.pushes.length > 0
  const secure = () => (arrived(https) ? https : undefined)
  const any = () => secure() ?? (arrived(http) ? http : undefined)
  const first = await until(gateway.activity, any, access.timeoutMs)
  if (first === undefined) return undefined
  if (first === http && https !== undefined) {
    const chance = Math.max(250, (performance.now() - begin) * 4)
    const settled = () => secure() ?? (gateway.tlsRefusals > 0 ? http : undefined)
    if ((await until(gateway.activity, settled, chance)) === https) return ['https', https]
  }
  return [first === https ? 'https' : 'http', first]
}

/** Why no push arrived: a wrong server is told apart from a gateway that cannot be reached. */
async function explainSilence(environment: TestEnvironment, alice: User, room: string): Promise<never> {
  const { gateway, access, targetInfo } = environment
  if (gateway.unreadable !== undefined) {
    throw new TargetError(
      'push-unreadable',
      `The target reaches Plexor's gateway, but its requests name no pusher: ${gateway.unreadable}`,
    )
  }
  if (gateway.tlsRefusals > 0) {
    const found = `The target reaches Plexor's gateway over HTTPS but does not accept its certificate`
    throw gatewayErrorMessage('certificate', found, targetInfo.software)
  }
  const { notification_count } = await alice.unreadCounts(room)
  const waited = `${access.timeoutMs / 1000} s`
  if (notification_count === 0) {
    throw new TargetError(
      'not-notifying',
      `The target does not notify of a message in a room with two members: within ${waited} nothing was pushed, and the unread count in /sync is 0`,
      [
        'Look at the rules of a new user in GET /pushrules/: .m.rule.room_one_to_one notifies, and .m.rule.master is disabled',
      ],
    )
  }
  const urls = Object.values(gateway.urls).join(' or ')
  const found = `The target accepted a pusher and counts a notification, yet no push reached Plexor's gateway (${urls}) within ${waited}`
  throw gatewayErrorMessage('gateway-unreachable', found, targetInfo.software)
}

/** Sends a few messages in quick succession and sees how long their pushes take, and whether they keep their order. */
async function measure(environment: TestEnvironment, inbox: Inbox, bob: User, room: string): Promise<void> {
  const sent: { eventId: string; at: number }[] = []
  for (let n = 0; n < PROBES; n += 1) {
    const eventId = await bob.send(room, `Probe ${n + 1}`)
    sent.push({ eventId, at: performance.now() })
  }
  const latencies: number[] = []
  for (const { eventId, at } of sent) {
    const push = await inbox.arrivalOf(eventId)
    if (push === undefined) {
      const found = inbox.pushes.at(-1)?.violations.join('; ') || 'what arrived names other events or none'
      throw new TargetError(
        'push-unreadable',
        `The target does not push every message, or its pushes do not name their events, which every case stands on: ${found}`,
      )
    }
    latencies.push(Math.max(0, push.at - at))
  }
  const arrivals = [...new Set(inbox.pushes.flatMap((push) => push.notification.event_id ?? []))]
  const probes = arrivals.filter((eventId) => sent.some((message) => message.eventId === eventId))
  environment.targetInfo.ordered = probes.every((eventId, index) => eventId === sent[index]?.eventId)
  environment.targetInfo.latencyMs = Math.ceil(Math.max(...latencies))
  environment.settling = settlingFor(environment.targetInfo.latencyMs, environment.targetInfo.ordered)
}

/** Three times the slowest of the probes, and not less than a tenth of a second: long enough to matter, short enough to wait. */
export function settlingFor(latencyMs: number, ordered: boolean): Settling {
  const settle = Math.max(100, latencyMs * 3)
  return { afterFenceMs: ordered ? 0 : settle, withoutFenceMs: settle }
}
