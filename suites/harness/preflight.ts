import { newestOf, type Profile, PROFILES } from '../../spec/index.ts'
import type { TargetFacts } from '../run-events.ts'
import type { TargetAccess } from './client.ts'
import { until } from './deadline.ts'
import { messageOf, TargetTrouble } from './errors.ts'
import { gatewayTrouble } from './gateway-advice.ts'
import type { Gateway, Scheme } from './gateway.ts'
import type { Inbox, Settling } from './inbox.ts'
import { quote } from './quote.ts'
import type { Credentials } from './registration.ts'
import { TransportError } from './transport.ts'
import type { User } from './user.ts'
import { Stage, type World } from './world.ts'

export interface PreflightOptions {
  /** The target as the user named it */
  name: string
  /** `auto` takes the newest version that the target lists and Plexor knows */
  profile: Profile | 'auto'
  access: Omit<TargetAccess, 'profile'>
  gateway: Gateway
  credentials: Credentials
  /** Told about each step as it is done, for people who watch */
  onStep?(done: string): void
}

/** How many messages the latency and the order of deliveries are measured with. */
const PROBES = 5

/**
 * Finds out whether the target can be tested: that it is a homeserver, lets Plexor register, and can reach Plexor's
 * gateway, by which scheme, how fast, and whether in order. What does not work is told apart from a server that is
 * wrong.
 *
 * @throws {TargetTrouble} saying what keeps the target from being tested, and what to change
 */
export async function preflight(options: PreflightOptions): Promise<World> {
  const step = options.onStep ?? (() => {})
  const { versions, software } = await askVersions(options.access)
  step(`The target answers: ${software ?? 'a homeserver'}, versions ${versions.join(', ')}`)
  const profile = options.profile === 'auto' ? newestOf(versions) : options.profile
  if (profile === undefined) {
    throw new TargetTrouble('unknown-version', `The target lists no version that Plexor knows: ${quote(versions)}`, [
      `Name the version to judge by with --profile, one of ${PROFILES.join(', ')}`,
    ])
  }
  step(`It is judged by ${profile}`)
  const facts: TargetFacts = {
    name: options.name,
    url: options.access.baseUrl,
    ...(software === undefined ? {} : { software }),
    versions,
    gateway: { url: '', scheme: 'https' },
    latencyMs: 0,
    ordered: true,
  }
  const world: World = {
    profile,
    facts,
    access: { ...options.access, profile },
    gateway: options.gateway,
    credentials: options.credentials,
    settling: { afterFenceMs: 0, withoutFenceMs: 0 },
    runId: crypto.randomUUID().slice(0, 8),
  }
  await probeDelivery(world, step)
  return world
}

async function askVersions(
  access: PreflightOptions['access'],
): Promise<{ versions: string[]; software: string | undefined }> {
  const path = '/_matrix/client/versions'
  let answer: Awaited<ReturnType<typeof access.transport.send>>
  try {
    answer = await access.transport.send('GET', access.baseUrl + path, {}, undefined, access.patienceMs)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    throw new TargetTrouble('unreachable', `Cannot reach the target at ${access.baseUrl}: ${error.message}`, [
      'Check that the server runs, and that the URL has its scheme, host and port',
    ])
  }
  const versions = versionsIn(answer.text)
  if (answer.status !== 200 || versions === undefined) {
    const found = `GET ${path} answered ${answer.status} with ${quote(answer.text.slice(0, 80))}, not with a list of versions`
    throw new TargetTrouble('no-homeserver', `There is no Matrix homeserver at ${access.baseUrl}: ${found}`, [
      'Give the base URL of the client-server API, such as https://matrix.example.org',
    ])
  }
  const header = answer.headers.server
  return { versions, software: typeof header === 'string' ? header.slice(0, 100) : undefined }
}

function versionsIn(text: string): string[] | undefined {
  try {
    const { versions } = JSON.parse(text) as { versions?: unknown }
    if (!Array.isArray(versions) || !versions.every((version) => typeof version === 'string')) return undefined
    return versions.slice(0, 100).map((version) => version.slice(0, 20))
  } catch {
    return undefined
  }
}

/** Registers two users, sets a pusher for each scheme, and sees which of them a message arrives at. */
async function probeDelivery(world: World, step: (done: string) => void): Promise<void> {
  const stage = new Stage(world, { id: 'preflight/delivery' })
  try {
    // The first account on some servers becomes an administrator, so it is one that no case uses.
    const bob = await stage.user('bob')
    const alice = await stage.user('alice')
    step('Plexor can register accounts')
    const room = await bob.createRoom({ invite: [alice] })
    await alice.join(room)
    const inboxes = await setProbes(world, alice)
    const scheme = await reachableScheme(world, inboxes, bob, room)
    world.facts.gateway = { url: world.gateway.urls[scheme] ?? '', scheme }
    step(`The target reaches Plexor's gateway at ${world.facts.gateway.url}`)
    const inbox = inboxes[scheme]
    for (const other of Object.values(inboxes)) if (other !== inbox) await alice.deletePusher(other)
    if (inbox !== undefined) await measure(world, inbox, bob, room)
    if (inbox !== undefined) await alice.deletePusher(inbox)
    const order = world.facts.ordered
      ? 'in order'
      : `out of order, so that absences get a settle time of ${world.settling.afterFenceMs} ms`
    step(`Pushes arrive within ${world.facts.latencyMs} ms, ${order}`)
  } catch (error) {
    const message = world.access.redactor.text(messageOf(error))
    if (error instanceof TargetTrouble) throw new TargetTrouble(error.code, message, error.advice)
    throw new TargetTrouble('no-homeserver', `The target cannot do what every case begins with: ${message}`)
  } finally {
    stage.close()
  }
}

/** A pusher for each scheme that the gateway listens on and the target accepts. */
async function setProbes(world: World, alice: User): Promise<Partial<Record<Scheme, Inbox>>> {
  const inboxes: Partial<Record<Scheme, Inbox>> = {}
  const refusals: string[] = []
  for (const [scheme, url] of Object.entries(world.gateway.urls) as [Scheme, string][]) {
    try {
      inboxes[scheme] = await alice.setPusher({ data: { url } })
    } catch (error) {
      refusals.push(`${scheme}: ${messageOf(error)}`)
    }
  }
  if (Object.keys(inboxes).length > 0) return inboxes
  throw gatewayTrouble(
    'pusher-refused',
    `The target refuses every pusher at Plexor's gateway: ${refusals.join('; ')}`,
    world.facts.software,
  )
}

/**
 * HTTPS where it works, as the specification wants; otherwise plain HTTP. The faster scheme gives the other one a
 * measured chance: HTTPS is given up on when the target broke off its handshake, or takes four times as long as HTTP.
 */
async function reachableScheme(
  world: World,
  { https, http }: Partial<Record<Scheme, Inbox>>,
  bob: User,
  room: string,
): Promise<Scheme> {
  const sent = performance.now()
  await bob.send(room, 'Plexor looks for the way to its gateway')
  const { gateway, access } = world
  const arrived = (inbox: Inbox | undefined) =>
    inbox?.pushes.some((push) => push.notification.event_id !== undefined) === true
  const decided = () => {
    if (arrived(https)) return 'https' as const
    if (!arrived(http)) return undefined
    return https === undefined || gateway.tlsRefusals > 0 ? ('http' as const) : ('http for now' as const)
  }
  const first = await until(gateway.activity, decided, access.patienceMs)
  if (first === 'https' || first === 'http') return first
  if (first === 'http for now') {
    const chance = Math.max(250, (performance.now() - sent) * 4)
    const later = await until(gateway.activity, () => (decided() === 'http for now' ? undefined : decided()), chance)
    return later === 'https' ? 'https' : 'http'
  }
  const handshakes = gateway.tlsRefusals > 0
  throw gatewayTrouble(
    handshakes ? 'certificate' : 'gateway-unreachable',
    handshakes
      ? `The target reaches Plexor's gateway over HTTPS but does not accept its certificate`
      : `The target accepted a pusher, yet no push reached Plexor's gateway (${Object.values(gateway.urls).join(' or ')}) within ${access.patienceMs / 1000} s`,
    world.facts.software,
  )
}

/** Sends a few messages in quick succession and sees how long their pushes take, and whether they keep their order. */
async function measure(world: World, inbox: Inbox, bob: User, room: string): Promise<void> {
  const before = inbox.pushes.length
  const sent: { eventId: string; at: number }[] = []
  for (let n = 0; n < PROBES; n += 1) {
    const eventId = await bob.send(room, `Probe ${n + 1}`)
    sent.push({ eventId, at: performance.now() })
  }
  const pushes = []
  for (const { eventId, at } of sent) {
    const push = await inbox.expectPush(eventId)
    pushes.push({ eventId, latency: Math.max(0, push.at - at) })
  }
  const latencyMs = Math.ceil(Math.max(...pushes.map(({ latency }) => latency)))
  const arrivals = inbox.pushes.slice(before).flatMap((push) => push.notification.event_id ?? [])
  const firsts = [...new Set(arrivals)].filter((eventId) => sent.some((message) => message.eventId === eventId))
  world.facts.ordered = firsts.every((eventId, index) => eventId === sent[index]?.eventId)
  world.facts.latencyMs = latencyMs
  world.settling = settlingFor(latencyMs, world.facts.ordered)
}

/** Three times the slowest of the probes, and not less than a tenth of a second: long enough to matter, short enough to wait. */
export function settlingFor(latencyMs: number, ordered: boolean): Settling {
  const settle = Math.max(100, latencyMs * 3)
  return { afterFenceMs: ordered ? 0 : settle, withoutFenceMs: settle }
}
