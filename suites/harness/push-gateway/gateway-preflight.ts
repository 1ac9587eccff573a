import { Mismatch, TargetError } from '../case/errors.ts'
import { quote } from '../evidence/quote.ts'
import { NOTIFY_PATH } from '../gateway/gateway.ts'
import { errcodeOf } from '../target/errcode.ts'
import type { ConfiguredDevice } from './configured-devices.ts'
import { GatewayCaseSession, type GatewayTestEnvironment } from './gateway-environment.ts'
import type { NotifyResponse } from './notify-client.ts'
import { rejectedIn } from './rejected-in.ts'

/** Who asks, in a run that has no case yet. */
const PREFLIGHT = { id: 'preflight' }

/**
 * Finds out whether a push gateway can be tested: that it is one, and takes the devices that the user says it reaches.
 *
 * @param areSure whether it is certain that the gateway can reach the devices; then one that rejects them is wrong, and
 *   the cases say so
 * @param step told about each step as it is done
 * @throws {TargetError} saying what keeps the gateway from being tested, and what to change
 */
export async function gatewayPreflight(
  environment: GatewayTestEnvironment,
  areSure: boolean,
  step: (done: string) => void,
): Promise<void> {
  const { reachable, unregistered } = environment.devices
  const response = await firstResponse(environment)
  if (!isGateway(response)) throw noGateway(environment, response)
  step(`The target answers at ${NOTIFY_PATH}, with status ${response.status} for an app that it does not know`)
  step(`It is judged by ${environment.specVersion}`)
  if (!areSure) for (const [place, device] of reachable.entries()) await checkDevice(environment, device, place + 1)
  if (reachable.length === 0) step('No device is known that it can reach: some cases need one, given with --device')
  else
    step(`It can reach ${reachable.length === 1 ? 'one device' : `${reachable.length} devices`} that Plexor knows of`)
  if (unregistered.length === 0)
    step('No device is known that is gone: some cases need one, given with --device and "unregistered: true"')
}

async function firstResponse(environment: GatewayTestEnvironment): Promise<NotifyResponse> {
  const session = new GatewayCaseSession(environment, PREFLIGHT)
  try {
    return await session.notify(session.message(), [session.unknownDevice()])
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    throw new TargetError('unreachable', `Cannot reach the target at ${environment.access.baseUrl}: ${error.message}`, [
      'Check that the gateway runs, and that the URL has its scheme, host and port',
    ])
  }
}

/** What an app that is not known is answered with is left open; but neither a page nor a redirect is such an answer. */
function isGateway({ status, body }: NotifyResponse): boolean {
  if (status >= 200 && status < 300) return typeof body === 'object' && body !== null
  if (status === 405 || status < 400) return false
  return status !== 404 || (errcodeOf(body) !== undefined && errcodeOf(body) !== 'M_UNRECOGNIZED')
}

function noGateway({ access: { baseUrl } }: GatewayTestEnvironment, { status, body }: NotifyResponse): TargetError {
  const found = typeof body === 'string' ? quote(body.slice(0, 80)) : quote(body)
  return new TargetError(
    'no-gateway',
    `There is no push gateway at ${baseUrl}: POST ${NOTIFY_PATH} answered ${status} with ${found}`,
    ['Give the base URL of the gateway, such as gateway:https://push.example.org, or the whole URL of its pushers'],
  )
}

async function checkDevice(
  environment: GatewayTestEnvironment,
  device: ConfiguredDevice,
  number: number,
): Promise<void> {
  const session = new GatewayCaseSession(environment, PREFLIGHT)
  const response = await session.notify(session.message(), [device]).catch(() => undefined)
  const which = `device ${number} of those given with --device (${quote(device.app_id)})`
  if (response !== undefined && response.status >= 500) {
    throw new TargetError('device-refused', `The gateway answers ${response.status} to a notification for ${which}`, [
      'Look into the log of the gateway: its push provider may be down, or refuse the credentials of the gateway',
    ])
  }
  if (response !== undefined && rejectedIn(response)?.includes(device.pushkey)) {
    throw new TargetError('device-refused', `The gateway rejects the pushkey of ${which}`, [
      'Check that app_id, pushkey and data are those that the app gives to its pushers, for this gateway',
      'If the device is really gone, say so in its file: unregistered: true',
    ])
  }
}
