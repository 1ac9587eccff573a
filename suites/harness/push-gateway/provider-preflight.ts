import { duration, quote } from '../../../common/text.ts'
import { TargetError } from '../case/errors.ts'
import { Timeline } from '../evidence/timeline.ts'
import { type ConfiguredDevice, type ConfiguredDevices, secretsOf } from './configured-devices.ts'
import type { GatewayTestEnvironment, ProviderBehind } from './gateway-environment.ts'
import { bodyOf, type ExplainedSilence, type FirstResponse, notifyUntilFinal } from './gateway-preflight.ts'
import { rejectedIn } from './notify-client.ts'
import { type DeviceKind, KIND_NAMES } from './test-provider.ts'
import { WatchedDevice } from './watched-device.ts'

/** Number of devices that cases share: more than two, since a gateway may stop after the second. */
const SHARED = 3

/**
 * Finds out which devices of the provider the gateway reaches: a push to one of each kind has to arrive. Creates the
 * devices that cases share.
 *
 * @param areSure true if it is certain that the gateway reaches all of them; then nothing is sent
 * @param step called after each step, with a sentence for people
 * @throws {TargetError} when no push arrives
 */
export async function probeProvider(
  environment: GatewayTestEnvironment,
  behind: ProviderBehind,
  areSure: boolean,
  step: (done: string) => void,
): Promise<void> {
  if (!areSure) await findKinds(environment, behind, step)
  environment.devices = await createShared(behind)
  const { devices, access, targetInfo } = environment
  for (const { secret, label } of secretsOf(devices)) access.redactor.add(secret, label)
  if (areSure) step(`It has ${devices.reachable.length} devices that it can reach`)
  targetInfo.devices = { reachable: devices.reachable.length, unregistered: devices.unregistered.length }
}

async function findKinds(
  environment: GatewayTestEnvironment,
  behind: ProviderBehind,
  step: (done: string) => void,
): Promise<void> {
  const { provider } = behind
  const found: Probe[] = []
  for (const kind of provider.kinds) {
    const probe = await probeKind(environment, behind, kind)
    found.push(probe)
    step(sentenceFor(probe))
  }
  behind.kinds = found.flatMap(({ kind, arrivedMs }) => (arrivedMs === undefined ? [] : [kind]))
  behind.latencyMs = Math.max(0, ...found.map(({ arrivedMs = 0 }) => arrivedMs))
  if (behind.kinds.length > 0) return
  const isAccepted = found.some(({ problem }) => problem === NOTHING_ARRIVES)
  throw new TargetError(
    isAccepted ? 'not-delivering' : 'device-refused',
    isAccepted
      ? 'The gateway accepts notifications for devices of the provider, and nothing arrives at them'
      : 'The gateway accepts no notification for a device of the provider',
    [
      `Check that the gateway is configured with the app IDs, keys and addresses of the provider at ${provider.name}, and with its CA`,
      'If it was configured while another provider ran, start it again',
    ],
  )
}

/** Result for one kind of devices. */
interface Probe {
  kind: DeviceKind
  app_id: string
  /** Time from the notification to the arrival of the push, in milliseconds; absent if none arrived */
  arrivedMs?: number
  /** Clause that says why not */
  problem?: string
}

const NOTHING_ARRIVES = 'it accepts the notification, and no push arrives'

async function probeKind(
  environment: GatewayTestEnvironment,
  { provider }: ProviderBehind,
  kind: DeviceKind,
): Promise<Probe> {
  const { access } = environment
  const created = await provider.createDevice(kind)
  const { pusher } = created
  access.redactor.add(pusher.pushkey, `<device at ${KIND_NAMES[kind]}>`)
  const device = new WatchedDevice(provider, created, 0, new Timeline(access.redactor))
  try {
    const begin = performance.now()
    const problem = problemWith(await notifyUntilFinal(environment, pusher), pusher)
    if (problem !== undefined) return { kind, app_id: pusher.app_id, problem }
    const pushes = await device.waitForPushes(1, access.timeoutMs)
    if (pushes.length === 0) return { kind, app_id: pusher.app_id, problem: NOTHING_ARRIVES }
    return { kind, app_id: pusher.app_id, arrivedMs: performance.now() - begin }
  } finally {
    await device.remove()
  }
}

function problemWith(response: FirstResponse | ExplainedSilence, { pushkey }: ConfiguredDevice): string | undefined {
  if (response.status === undefined) return `it gives no response: ${response.cause.message}`
  if (response.status !== 200) return `it returns status ${response.status}, with ${bodyOf(response)}`
  return rejectedIn(response)?.includes(pushkey) ? 'it rejects the pushkey' : undefined
}

function sentenceFor({ kind, app_id, arrivedMs, problem }: Probe): string {
  const app = `${KIND_NAMES[kind]} (${quote(app_id)})`
  return arrivedMs === undefined
    ? `It does not reach devices at ${app}: ${problem}`
    : `It reaches devices at ${app}: a push arrived after ${duration(arrivedMs)}`
}

/** Creates the devices that cases share, of as many kinds as possible, and an unregistered one. */
async function createShared(behind: ProviderBehind): Promise<ConfiguredDevices> {
  const { provider, kinds } = behind
  const kindOf = (place: number) => kinds[place % kinds.length] ?? 'fcm'
  const reachable: ConfiguredDevice[] = []
  for (let place = 0; place < SHARED; place += 1) reachable.push((await provider.createDevice(kindOf(place))).pusher)
  if (!provider.canFail) return { reachable, unregistered: [] }
  const old = await provider.createDevice(kindOf(0))
  await provider.unregister(old)
  return { reachable, unregistered: [old.pusher] }
}
