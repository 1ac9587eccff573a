import { quote } from '../../../common/text.ts'
import { TargetError } from '../case/errors.ts'
import { NOTIFY_PATH } from '../case/operations.ts'
import { type Contact, explainNoResponse, explainRedirect, plainToTls } from '../preflight/explain-connection.ts'
import { afterWaiting, askUntilReady, isNotReady, type Waiting } from '../preflight/wait-for-target.ts'
import { errcodeOf } from '../target/body.ts'
import { isSilence } from '../target/connection-failure.ts'
import { eventually } from '../target/deadline.ts'
import { type RawResponse, TransportError } from '../target/transport.ts'
import type { ConfiguredDevice } from './configured-devices.ts'
import { GatewayCaseSession, type GatewayTestEnvironment } from './gateway-environment.ts'
import { type NotifyResponse, readResponse, rejectedIn, type Silence } from './notify-client.ts'

/** Stands for a case in the preflight checks. */
const PREFLIGHT = { id: 'preflight' }

/**
 * Time that a gateway has to recover from a temporary error, and pauses between attempts to notify a device, in
 * milliseconds. Whoever runs the doctor waits for it.
 */
const RECOVERY = { timeMs: 3_000, pauses: { firstMs: 100, longestMs: 1_000 } } as const

/** Maximum length of a body in a message, in UTF-16 code units. */
const MAX_BODY = 300

/** Response to a notification, with its headers. */
export interface FirstResponse extends NotifyResponse {
  headers: RawResponse['headers']
}

/** Request without a response, and why. */
export interface ExplainedSilence extends Silence {
  /** Cause: `no response within 10 s` */
  cause: TransportError
}

/**
 * Checks that a push gateway can be tested: it is one, and accepts the devices that it can reach according to the user.
 *
 * @param environment the gateway and the devices
 * @param areSure whether it is certain that the gateway can reach the devices; then they are not checked here
 * @param step called after each step, with a sentence for people
 * @param waiting time to wait for a gateway that is starting
 * @throws {TargetError} when the gateway cannot be tested; its advice says what to change
 */
export async function gatewayPreflight(
  environment: GatewayTestEnvironment,
  areSure: boolean,
  step: (done: string) => void,
  waiting: Waiting = {},
): Promise<void> {
  await waitForGateway(environment, waiting)
  step(await contact(environment))
  step(`It is tested against ${environment.specVersion}`)
  if (environment.provider === undefined) await checkDevices(environment, areSure, step)
}

async function checkDevices(
  environment: GatewayTestEnvironment,
  areSure: boolean,
  step: (done: string) => void,
): Promise<void> {
  const { reachable, unregistered } = environment.devices
  if (reachable.length === 0)
    step('No device is configured that it can reach; some cases need one, given with --device')
  else if (areSure)
    step(`It has ${reachable.length === 1 ? 'one device' : `${reachable.length} devices`} that it can reach`)
  else for (const [place, device] of reachable.entries()) step(await checkDevice(environment, device, place + 1))
  if (unregistered.length === 0)
    step('No unregistered device is configured; some cases need one, given with --device and "unregistered: true"')
}

/**
 * Waits for a gateway that is starting, until it responds to a request that it does not have to support.
 *
 * @throws {TargetError} when it does not become ready in time
 */
async function waitForGateway(environment: GatewayTestEnvironment, waiting: Waiting): Promise<void> {
  if ((waiting.waitMs ?? 0) === 0) return
  const { baseUrl, transport, timeoutMs } = environment.access
  const ask = (limitMs: number) => transport.send('GET', baseUrl + NOTIFY_PATH, {}, undefined, limitMs)
  const outcome = await askUntilReady(baseUrl, ask, timeoutMs, waiting)
  if (outcome instanceof TransportError) {
    const waited = isSilence(outcome.kind) ? afterWaiting(waiting) : ''
    throw await unreachable(environment, `GET ${NOTIFY_PATH}`, outcome, [], waited)
  }
  if (!isNotReady(outcome.status)) return
  throw new TargetError(
    'unreachable',
    `Cannot reach the target at ${baseUrl}: GET ${NOTIFY_PATH} returned status ${outcome.status}${afterWaiting(waiting)}`,
    ['Something responds there, but the gateway is not ready: check that it is running, or wait longer'],
  )
}

/**
 * Creates the error for a gateway that does not respond.
 *
 * @param advice advice in addition to that about the URL
 * @param waited end of the message
 */
async function unreachable(
  environment: GatewayTestEnvironment,
  request: string,
  cause: TransportError,
  advice: readonly string[] = [],
  waited = '',
): Promise<TargetError> {
  const { baseUrl } = environment.access
  const explained = await explainNoResponse(contactOf(environment), cause, advice)
  const message = `Cannot reach the target at ${baseUrl}: ${request} failed: ${explained.reason}${waited}`
  return new TargetError('unreachable', message, explained.advice)
}

function contactOf({ access: { baseUrl, transport, timeoutMs } }: GatewayTestEnvironment): Contact {
  return { prefix: 'gateway:', baseUrl, transport, timeoutMs }
}

/**
 * Finds out whether there is a push gateway: with a notification for an unknown app or, if it does not respond to that,
 * for the first device.
 *
 * @returns a sentence about its response
 */
async function contact(environment: GatewayTestEnvironment): Promise<string> {
  const { devices } = environment
  const forUnknown = await notifyOnce(environment)
  if (forUnknown.status !== undefined) {
    await expectGateway(environment, forUnknown)
    return `The target responds at ${NOTIFY_PATH}, with status ${forUnknown.status} for an unknown app`
  }
  const [device] = devices.reachable
  const forDevice = device === undefined ? forUnknown : await notifyOnce(environment, device)
  if (forDevice.status !== undefined) {
    await expectGateway(environment, forDevice)
    return `The target responds at ${NOTIFY_PATH}, but not for an unknown app: ${forUnknown.cause.message}`
  }
  const isSilent = forDevice.cause.kind === 'no-response' && device === undefined
  throw await unreachable(environment, `POST ${NOTIFY_PATH}`, forDevice.cause, isSilent ? [NAME_A_DEVICE] : [])
}

const NAME_A_DEVICE = 'If it responds only for the apps that it knows, name a device with --device'

/** Sends an ordinary notification once, by default to a device of an unknown app. */
async function notifyOnce(
  environment: GatewayTestEnvironment,
  device?: ConfiguredDevice,
): Promise<FirstResponse | ExplainedSilence> {
  const { baseUrl, transport, redactor, timeoutMs } = environment.access
  const session = new GatewayCaseSession(environment, PREFLIGHT)
  const body = { notification: { ...session.message(), devices: [device ?? session.unknownDevice()] } }
  const headers = { 'content-type': 'application/json' }
  try {
    const raw = await transport.send('POST', baseUrl + NOTIFY_PATH, headers, JSON.stringify(body), timeoutMs)
    return { ...readResponse(raw, redactor), headers: raw.headers }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    return { status: undefined, cause: error }
  }
}

/** Notifies a device, again while the gateway reports temporary errors or does not respond, and returns the last response. */
export async function notifyUntilFinal(
  environment: GatewayTestEnvironment,
  device: ConfiguredDevice,
): Promise<FirstResponse | ExplainedSilence> {
  let last!: FirstResponse | ExplainedSilence
  const attempt = async () => {
    last = await notifyOnce(environment, device)
    return last.status === undefined || last.status === 429 || last.status >= 500 ? undefined : last
  }
  await eventually(attempt, Math.min(RECOVERY.timeMs, environment.access.timeoutMs), RECOVERY.pauses)
  return last
}

/**
 * Makes sure that a response is that of a push gateway. The response for an unknown app is unspecified, but a web page or
 * a redirect is not one.
 */
async function expectGateway(environment: GatewayTestEnvironment, response: FirstResponse): Promise<void> {
  const { baseUrl } = environment.access
  const contact = contactOf(environment)
  const scheme = typeof response.body === 'string' ? await plainToTls(contact, response) : undefined
  if (scheme !== undefined) {
    throw new TargetError('unreachable', `Cannot reach the target at ${baseUrl}: ${scheme.reason}`, scheme.advice)
  }
  if (isGateway(response)) return
  const redirect = explainRedirect(contact, NOTIFY_PATH, response)
  if (redirect !== undefined) {
    const message = `The target at ${baseUrl} redirects to another URL: POST ${NOTIFY_PATH} returned ${redirect.reason}`
    throw new TargetError('no-gateway', message, redirect.advice)
  }
  const found = `POST ${NOTIFY_PATH} returned status ${response.status} with ${bodyOf(response)}`
  throw new TargetError('no-gateway', `There is no push gateway at ${baseUrl}: ${found}`, [
    'Use the base URL of the gateway, such as gateway:https://push.example.org, or the complete URL of its pushers',
  ])
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
  const last = await notifyUntilFinal(environment, device)
  const which = `device ${number} of those given with --device (${quote(device.app_id)})`
  if (last.status === undefined) {
    throw new TargetError(
      'device-refused',
      `The gateway gives no response to a notification to ${which}: ${last.cause.message}`,
      ['Check the log of the gateway: it may wait for its push provider', 'If it is only slow, use a longer --timeout'],
    )
  }
  const { status } = last
  if (status < 200 || status >= 300) {
    throw new TargetError(
      'device-refused',
      `The gateway returns status ${status} for a notification to ${which}, with ${bodyOf(last)}`,
      [status === 429 ? RATE_ADVICE : status >= 500 ? PROVIDER_ADVICE : DEVICE_ADVICE],
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

const RATE_ADVICE = 'Raise the rate limits of the gateway, or of the proxy before it, while it is tested'

const DEVICE_ADVICE = 'Check that app_id, pushkey and data are those of the pushers that the app sets for this gateway'

/** Returns a body for a message, without secrets. */
export function bodyOf({ shown }: NotifyResponse): string {
  return shown === '' ? 'no body' : quote(shown, MAX_BODY)
}
