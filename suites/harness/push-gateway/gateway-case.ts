import type { NotifyRequest, PushNotification, SpecVersion } from '../../../spec/index.ts'
import type { Traffic } from '../evidence/traffic.ts'
import type { ConfiguredDevice } from './configured-devices.ts'
import type { NotifyResponse, Silence } from './notify-client.ts'
import type { DeviceKind } from './test-provider.ts'
import type { WatchedDevice } from './watched-device.ts'

/** Notification of an event, or of counts only, without its devices. Undefined fields are not sent. */
export type Notice = { [Field in Exclude<keyof PushNotification, 'devices'>]?: PushNotification[Field] | undefined }

/** Tools of a case about a push gateway, for which Plexor is the homeserver. */
export interface GatewayCaseContext {
  /** Version of the specification that the target is tested against */
  specVersion: SpecVersion
  /** Traffic of the whole run so far, for cases with `runsLast` */
  traffic: Traffic
  /**
   * Returns devices that the gateway can reach, by default one. Other cases use them too.
   *
   * @throws {NotApplicable} when the user configured too few
   */
  reachable(count?: number): ConfiguredDevice[]
  /**
   * Returns a device whose pushkey is no longer valid.
   *
   * @throws {NotApplicable} when the user configured none
   */
  unregistered(): ConfiguredDevice
  /** Returns a device of an app that no gateway knows. */
  unknownDevice(): ConfiguredDevice
  /** Returns a device that the gateway can reach, or an unknown one if none is configured. */
  anyDevice(): ConfiguredDevice
  /** Reports whether the user has stated that the gateway can reach a device. */
  isReachable(device: ConfiguredDevice): boolean
  /** Time to wait for a response or a push, in milliseconds */
  timeoutMs: number
  /**
   * Returns the kinds of devices that the gateway reaches at the provider of the run: one or more.
   *
   * @throws {NotApplicable} when the run has no provider
   */
  kinds(): readonly DeviceKind[]
  /**
   * Reports whether the services of the provider can be made to fail.
   *
   * @throws {NotApplicable} when the run has no provider
   */
  canFail(): boolean
  /**
   * Creates a device at the provider of the run, which no other case uses.
   *
   * @param kind its kind; default: the first that the gateway reaches
   * @throws {NotApplicable} when the run has no provider
   */
  device(kind?: DeviceKind): Promise<WatchedDevice>
  /** Waits for the time in which another push would have arrived, measured from the latency of the target. */
  settle(): Promise<void>
  /** Returns a name that nothing else uses, such as for a pushkey. */
  unique(name: string): string
  /** Returns a notification of a new message with all fields, some of them changed. */
  message(changes?: Notice): Notice
  /**
   * Notifies devices, and returns the response, whatever its status.
   *
   * @throws {Inconclusive} when there is no response, although the gateway responds to other requests
   */
  notify(notice: Notice, devices: NotifyRequest['notification']['devices']): Promise<NotifyResponse>
  /**
   * Notifies devices whose service fails. A gateway may wait for the service as long as it likes, so there may be no
   * response in the time that it has, which is three times as long as usual.
   *
   * @throws {Inconclusive} when there is no response and the gateway does not respond to others either
   */
  notifyPatiently(notice: Notice, devices: NotifyRequest['notification']['devices']): Promise<NotifyResponse | Silence>
  /**
   * Sends a body whose treatment is unspecified, so that there may be no response either: a string as it is, anything else
   * as JSON.
   *
   * @throws {Inconclusive} when there is no response and the gateway stopped responding for a while
   */
  attempt(body: unknown): Promise<NotifyResponse | Silence>
  /** Sends any request. */
  ask(method: string, path: string, body?: unknown): Promise<NotifyResponse>
  /** Polls with the growing pauses of a homeserver until the probe returns a value; undefined after the timeout. */
  eventually<T>(probe: () => Promise<T | undefined>): Promise<T | undefined>
}
