import { quote } from '../../../common/text.ts'
import { Mismatch, TargetError } from '../case/errors.ts'
import { NOTIFY_PATH } from '../case/operations.ts'
import { errcodeOf } from '../target/body.ts'
import type { ConfiguredDevice } from './configured-devices.ts'
import { GatewayCaseSession, type GatewayTestEnvironment } from './gateway-environment.ts'
import { type NotifyResponse, rejectedIn } from './notify-client.ts'

/** Stands for a case in the preflight checks. */
const PREFLIGHT = { id: 'preflight' }

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
  const response = await firstResponse(environment)
  if (!isGateway(response)) throw noGateway(environment, response)
  step(`The target responds at ${NOTIFY_PATH}, with status ${response.status} for an unknown app`)
  step(`It is tested against ${environment.specVersion}`)
  if (!areSure) for (const [place, device] of reachable.entries()) await checkDevice(environment, device, place + 1)
  if (reachable.length === 0)
    step('No device is configured that it can reach; some cases need one, given with --device')
  else
    step(`It can reach ${reachable.length === 1 ? 'one configured device' : `${reachable.length} configured devices`}`)
  if (unregistered.length === 0)
    step('No unregistered device is configured; some cases need one, given with --device and "unregistered: true"')
}

async function firstResponse(environment: GatewayTestEnvironment): Promise<NotifyResponse> {
  const session = new GatewayCaseSession(environment, PREFLIGHT)
  try {
    return await session.notify(session.message(), [session.unknownDevice()])
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    throw new TargetError('unreachable', `Cannot reach the target at ${environment.access.baseUrl}: ${error.message}`, [
      'Check that the gateway is running, and that the URL has its scheme, host and port',
    ])
  }
}

/** Reports whether a response is that of a push gateway. The response for an unknown app is unspecified, but a web page or a redirect is not one. */
function isGateway({ status, body }: NotifyResponse): boolean {
  if (status >= 200 && status < 300) return typeof body === 'object' && body !== null
  if (status === 405 || status < 400) return false
  return status !== 404 || (errcodeOf(body) !== undefined && errcodeOf(body) !== 'M_UNRECOGNIZED')
}

function noGateway({ access: { baseUrl } }: GatewayTestEnvironment, { status, body }: NotifyResponse): TargetError {
  const found = typeof body === 'string' ? quote(body.slice(0, 80)) : quote(body)
  return new TargetError(
    'no-gateway',
    `There is no push gateway at ${baseUrl}: POST ${NOTIFY_PATH} returned status ${status} with ${found}`,
    ['Use the base URL of the gateway, such as gateway:https://push.example.org, or the complete URL of its pushers'],
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
    throw new TargetError(
      'device-refused',
      `The gateway returns status ${response.status} for a notification to ${which}`,
      ['Check the log of the gateway: its push provider may be down, or refuse the credentials of the gateway'],
    )
  }
  if (response !== undefined && rejectedIn(response)?.includes(device.pushkey)) {
    throw new TargetError('device-refused', `The gateway rejects the pushkey of ${which}`, [
      'Check that app_id, pushkey and data are those of the pushers that the app sets for this gateway',
      'If the device is unregistered, say so in its file: unregistered: true',
    ])
  }
}
