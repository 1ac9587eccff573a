import { quote } from '../../../common/text.ts'
import { TargetError } from '../case/errors.ts'
import { NOTIFY_PATH } from '../case/operations.ts'
import { errcodeOf } from '../target/body.ts'
import { eventually } from '../target/deadline.ts'
import { TransportError } from '../target/transport.ts'
import type { ConfiguredDevice } from './configured-devices.ts'
import { GatewayCaseSession, type GatewayTestEnvironment } from './gateway-environment.ts'
import { type NotifyResponse, readResponse, rejectedIn, type Silence } from './notify-client.ts'

/** Stands for a case in the preflight checks. */
const PREFLIGHT = { id: 'preflight' }

/** Time that a gateway has to recover from a temporary error, in milliseconds. Whoever runs the doctor waits for it. */
const RECOVERY_MS = 3_000

/** Pauses between attempts to notify a device, in milliseconds. */
const PAUSES = { firstMs: 100, longestMs: 1_000 }

/** Maximum length of a body in a message, in UTF-16 code units. */
const MAX_BODY = 300

/** Request without a response, and why. */
interface ExplainedSilence extends Silence {
  /** Cause: `no response within 10 s` */
  cause: string
}

/**
 * Checks that a push gateway can be tested: it is one, and accepts the devices that it can reach according to the user.
 *
 * @param environment the gateway and the devices
 * @param areSure whether it is certain that the gateway can reach the devices; then they are not checked here
 * @param step called after each step, with a sentence for people
 * @throws {TargetError} when the gateway cannot be tested; its advice says what to change
 */
export async function gatewayPreflight(
  environment: GatewayTestEnvironment,
  areSure: boolean,
  step: (done: string) => void,
): Promise<void> {
  const { reachable, unregistered } = environment.devices
  step(await contact(environment))
  step(`It is tested against ${environment.specVersion}`)
  if (reachable.length === 0)
    step('No device is configured that it can reach; some cases need one, given with --device')
  else if (areSure)
    step(`It has ${reachable.length === 1 ? 'one device' : `${reachable.length} devices`} that it can reach`)
  else for (const [place, device] of reachable.entries()) step(await checkDevice(environment, device, place + 1))
  if (unregistered.length === 0)
    step('No unregistered device is configured; some cases need one, given with --device and "unregistered: true"')
}

/**
 * Finds out whether there is a push gateway: with a notification for an unknown app or, if it does not respond to that,
 * for the first device.
 *
 * @returns a sentence about its response
 */
async function contact(environment: GatewayTestEnvironment): Promise<string> {
  const { access, devices } = environment
  const forUnknown = await notifyOnce(environment)
  if (forUnknown.status !== undefined) {
    expectGateway(environment, forUnknown)
    return `The target responds at ${NOTIFY_PATH}, with status ${forUnknown.status} for an unknown app`
  }
  const [device] = devices.reachable
  const forDevice = device === undefined ? forUnknown : await notifyOnce(environment, device)
  if (forDevice.status !== undefined) {
    expectGateway(environment, forDevice)
    return `The target responds at ${NOTIFY_PATH}, but not for an unknown app: ${forUnknown.cause}`
  }
  throw new TargetError(
    'unreachable',
    `Cannot reach the target at ${access.baseUrl}: POST ${NOTIFY_PATH} got no response: ${forDevice.cause}`,
    [
      'Check that the gateway is running, and that the URL has its scheme, host and port',
      ...(device === undefined ? ['If it responds only for the apps that it knows, name a device with --device'] : []),
    ],
  )
}

/** Sends an ordinary notification once, by default to a device of an unknown app. */
async function notifyOnce(
  environment: GatewayTestEnvironment,
  device?: ConfiguredDevice,
): Promise<NotifyResponse | ExplainedSilence> {
  const { baseUrl, transport, redactor, timeoutMs } = environment.access
  const session = new GatewayCaseSession(environment, PREFLIGHT)
  const body = { notification: { ...session.message(), devices: [device ?? session.unknownDevice()] } }
  const headers = { 'content-type': 'application/json' }
  try {
    const raw = await transport.send('POST', baseUrl + NOTIFY_PATH, headers, JSON.stringify(body), timeoutMs)
    return readResponse(raw, redactor)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    return { status: undefined, cause: error.message }
  }
}

/**
 * Makes sure that a response is that of a push gateway. The response for an unknown app is unspecified, but a web page or
 * a redirect is not one.
 */
function expectGateway({ access: { baseUrl } }: GatewayTestEnvironment, response: NotifyResponse): void {
  if (isGateway(response)) return
  throw new TargetError(
    'no-gateway',
    `There is no push gateway at ${baseUrl}: POST ${NOTIFY_PATH} returned status ${response.status} with ${bodyOf(response)}`,
    ['Use the base URL of the gateway, such as gateway:https://push.example.org, or the complete URL of its pushers'],
  )
}

function isGateway({ status, body }: NotifyResponse): boolean {
  if (status >= 200 && status < 300) return typeof body === 'object' && body !== null
  if (status === 405 || status < 400) return false
  return status !== 404 || (errcodeOf(body) !== undefined && errcodeOf(body) !== 'M_UNRECOGNIZED')
}

/**
 * Notifies a device, again while the gateway reports temporary errors.
 *
 * @returns a sentence about its response, which says no more than the response does
 */
async function checkDevice(
  environment: GatewayTestEnvironment,
  device: ConfiguredDevice,
  number: number,
): Promise<string> {
  let last!: NotifyResponse | ExplainedSilence
  const attempt = async () => {
    last = await notifyOnce(environment, device)
    return last.status === undefined || last.status === 429 || last.status >= 500 ? undefined : last
  }
  await eventually(attempt, Math.min(RECOVERY_MS, environment.access.timeoutMs), PAUSES)
  const which = `device ${number} of those given with --device (${quote(device.app_id)})`
  if (last.status === undefined) {
    throw new TargetError(
      'device-refused',
      `The gateway gives no response to a notification to ${which}: ${last.cause}`,
      ['Check the log of the gateway: it may wait for its push provider', 'If it is only slow, use a longer --timeout'],
    )
  }
  const { status } = last
  if (status < 200 || status >= 300) {
    throw new TargetError(
      'device-refused',
      `The gateway returns status ${status} for a notification to ${which}, with ${bodyOf(last)}`,
      [status >= 500 ? PROVIDER_ADVICE : DEVICE_ADVICE],
    )
  }
  const rejected = rejectedIn({ ...last, status: 200 })
  if (rejected?.includes(device.pushkey)) {
    throw new TargetError('device-refused', `The gateway rejects the pushkey of ${which}`, [
      DEVICE_ADVICE,
      'If the device is unregistered, say so in its file: unregistered: true',
    ])
  }
  const manner = rejected === undefined ? 'without a list of rejected pushkeys' : 'without rejecting its pushkey'
  return `It responds to a notification to device ${number} (${quote(device.app_id)}) with status ${status}, ${manner}`
}

const PROVIDER_ADVICE =
  'Check the log of the gateway: its push provider may be down, or refuse the credentials of the gateway'

const DEVICE_ADVICE = 'Check that app_id, pushkey and data are those of the pushers that the app sets for this gateway'

/** Returns a body for a message, without secrets. */
function bodyOf({ shown }: NotifyResponse): string {
  return shown === '' ? 'no body' : quote(shown, MAX_BODY)
}
