import type { NotifyRequest, PushNotification, SpecVersion } from '../../../spec/index.ts'
import type { Traffic } from '../evidence/traffic.ts'
import type { ConfiguredDevice } from './configured-devices.ts'
import type { NotifyResponse } from './notify-client.ts'

/** A notification of an event, or of counts alone, without its devices. What is undefined is not sent. */
export type Notice = { [Field in Exclude<keyof PushNotification, 'devices'>]?: PushNotification[Field] | undefined }

/** What a case about a push gateway can use. In it, Plexor is the homeserver. */
export interface GatewayCaseContext {
  specVersion: SpecVersion
  /** What passed in the whole run so far; for cases that judge it at the end */
  traffic: Traffic
  /** So many devices that the gateway can reach, one unless more are asked for; other cases use them too */
  reachable(count?: number): ConfiguredDevice[]
  /** A device whose pushkey is no good any more */
  unregistered(): ConfiguredDevice
  /** A device of an app that no gateway knows */
  unknownDevice(): ConfiguredDevice
  /** A device that the gateway can reach, or else one that it does not know: where that makes no difference */
  anyDevice(): ConfiguredDevice
  /** A name that nothing else uses, for pushkeys and the like */
  unique(name: string): string
  /** A message that no request was about yet, with all that a homeserver tells of one; `changes` replace some of it */
  message(changes?: Notice): Notice
  /** Notifies devices, and gives the answer, whatever its status */
  notify(notice: Notice, devices: NotifyRequest['notification']['devices']): Promise<NotifyResponse>
  /** Sends a body that breaks the schema: a text as it stands, anything else as JSON */
  post(body: unknown): Promise<NotifyResponse>
  /** Asks for anything at all */
  ask(method: string, path: string, body?: unknown): Promise<NotifyResponse>
  /** Asks again and again until there is something, for as long as the patience lasts; undefined when there is nothing */
  eventually<T>(probe: () => Promise<T | undefined>): Promise<T | undefined>
}
