import { beginningOf, shorten } from '../../../common/text.ts'
import type { DeviceOutcome, HandledNotification } from '../../../reference/index.ts'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'
import { fingerprintOf } from './fingerprint.ts'

/** Maximum number of devices of a notification that are remembered. */
const MAX_DEVICES = 20

/** Maximum length of the JSON of a notification, in UTF-16 code units. */
const MAX_JSON = 4_000

/** Maximum length of a pushkey, in bytes. */
const MAX_PUSHKEY = 512

/** Maximum length of an ID or a name, in UTF-16 code units. */
const MAX_NAME = 255

/** Maximum number of tweaks in brief, and maximum length of one, in UTF-16 code units. */
const MAX_EFFECTS = 4
const MAX_EFFECT = 40

/** Maximum length of tweaks and reasons, in UTF-16 code units. */
const MAX_TEXT = 500

/** Notification that the push gateway received, as the pages show it. */
export interface RecordedNotification {
  /** Number of the notification, from 1 */
  n: number

  /** Time of the response to the homeserver, in Unix milliseconds */
  at: number

  /** Time that the gateway took, in milliseconds */
  ms: number

  /** Status of the response */
  status: number

  /** Absent if the notification is about counts alone */
  eventId?: string
  type?: string
  sender?: string
  room?: string
  prio: string
  unread: number
  missedCalls: number

  /** JSON of the notification without its devices, indented, without secrets */
  json: string
  devices: RecordedDevice[]

  /** Number of further devices */
  moreDevices: number
}

/** Device of a notification, with the outcome of its push. */
export interface RecordedDevice {
  appId: string

  /** Fingerprint of the pushkey */
  fingerprint: string

  /** JSON of the tweaks */
  tweaks: string

  /** The first tweaks in brief, such as `highlight` and `sound default` */
  effects: string[]
  result: DeviceOutcome['outcome']['result']

  /** Reason why the push was not sent */
  reason?: string
}

/** Returns what the pages show of a notification: of bounded size, and without secrets. */
export function recordNotification(
  { notification, outcomes, status, ms }: HandledNotification,
  { n, at }: { n: number; at: number },
): RecordedNotification {
  const redactor = new Redactor()
  for (const { device } of outcomes) redactor.add(device.pushkey)
  const { event_id, room_id, room_name, room_alias, sender, type, prio, counts } = notification
  return {
    ...{ n, at, ms, status, prio },
    ...named('eventId', event_id),
    ...named('type', type),
    ...named('sender', sender),
    ...named('room', room_name ?? room_alias ?? room_id),
    unread: counts.unread ?? 0,
    missedCalls: counts.missed_calls ?? 0,
    json: cleanJson(notification, redactor),
    devices: outcomes.slice(0, MAX_DEVICES).map((outcome) => recordDevice(outcome, redactor)),
    moreDevices: Math.max(0, outcomes.length - MAX_DEVICES),
  }
}

/** Formats a value as JSON without secrets. It is cut before secrets are looked for, which would take long otherwise. */
function cleanJson(value: object, redactor: Redactor): string {
  const json = JSON.stringify(value, null, 2)
  const clean = redactor.jsonText(beginningOf(json, MAX_JSON + MAX_PUSHKEY))
  if (json.length <= MAX_JSON + MAX_PUSHKEY) return shorten(clean, MAX_JSON)
  // The cut may have left a part of a secret
  return `${beginningOf(clean, Math.min(MAX_JSON, clean.length - MAX_PUSHKEY))}… (${json.length} characters)`
}

function named<Name extends string>(name: Name, text: string | undefined): { [Key in Name]?: string } {
  return text === undefined ? {} : ({ [name]: beginningOf(text, MAX_NAME) } as { [Key in Name]?: string })
}

function recordDevice({ device, outcome }: DeviceOutcome, redactor: Redactor): RecordedDevice {
  return {
    appId: beginningOf(device.app_id, MAX_NAME),
    fingerprint: fingerprintOf(device.pushkey),
    tweaks: shorten(redactor.jsonText(JSON.stringify(device.tweaks)), MAX_TEXT),
    effects: effectsOf(device.tweaks, redactor),
    result: outcome.result,
    ...(outcome.result === 'sent' ? {} : { reason: redactor.text(beginningOf(outcome.reason, MAX_TEXT)) }),
  }
}

/** Returns tweaks in brief, without those that are set to false, which change nothing. */
function effectsOf(tweaks: Readonly<Record<string, unknown>>, redactor: Redactor): string[] {
  const present = Object.entries(tweaks).filter(([, value]) => value !== false)
  return present.slice(0, MAX_EFFECTS).map(([name, value]) => {
    const text = typeof value === 'string' ? `${name} ${value}` : name
    return beginningOf(redactor.text(text), MAX_EFFECT)
  })
}
