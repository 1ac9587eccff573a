import type { Device } from '../../../spec/index.ts'

/** Device that the user configured, as a pusher has it. */
export type ConfiguredDevice = Pick<Device, 'app_id' | 'pushkey' | 'data'>

/** Devices for a test of a push gateway. Only the user of the gateway knows which ones it can reach. */
export interface ConfiguredDevices {
  /** Devices that the gateway can notify */
  reachable: ConfiguredDevice[]
  /** Devices whose pushkeys are no longer valid, which the gateway can find out */
  unregistered: ConfiguredDevice[]
}

/** String that reports must not contain, and what they show instead. */
export interface LabelledSecret {
  secret: string
  label: string
}

/**
 * Returns the strings of devices that reports must not contain: with them, anyone can send pushes to the devices. Their
 * labels number the devices of each kind in the order of the configuration: `<device 2>` is a pushkey, `<device 2: auth>`
 * a string of its data.
 */
export function secretsOf({ reachable, unregistered }: ConfiguredDevices): LabelledSecret[] {
  return secretsOfNamed([
    ...reachable.map((device, index) => ({ device, name: `device ${index + 1}` })),
    ...unregistered.map((device, index) => ({ device, name: `unregistered device ${index + 1}` })),
  ])
}

/** Returns the strings of devices that reports must not contain, with labels that begin with the names of the devices. */
export function secretsOfNamed(named: readonly { device: ConfiguredDevice; name: string }[]): LabelledSecret[] {
  const pushkeys = named.map(({ device, name }) => ({ secret: device.pushkey, label: `<${name}>` }))
  const texts = named.flatMap(({ device, name }) => textsIn(device.data ?? {}).map((text) => ({ ...text, name })))
  const secrets = [...pushkeys.map(({ secret }) => secret), ...texts.map(({ text }) => text)]
  return [
    ...pushkeys,
    ...texts
      .filter(({ text }) => text !== 'event_id_only')
      .map(({ text, keys, name }) => ({ secret: text, label: `<${name}: ${placeOf(keys, secrets)}>` })),
  ]
}

/** String in the data of a device. */
interface DataText {
  text: string
  /** Names of the properties that lead to it */
  keys: string[]
}

function textsIn(value: unknown, keys: string[] = []): DataText[] {
  if (typeof value === 'string') return [{ text: value, keys }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...keys, key]))
}

/** Returns the place of a string in the data of a device, unless that is long or itself something that is not shown. */
function placeOf(keys: readonly string[], secrets: readonly string[]): string {
  const place = keys.join('.')
  return /^[\w.-]{1,40}$/.test(place) && !keys.some((key) => secrets.includes(key)) ? place : 'data'
}
