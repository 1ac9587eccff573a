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

/** Returns the strings of a device that reports must not contain: with them, anyone can send it pushes. */
export function secretsOf({ pushkey, data = {} }: ConfiguredDevice): string[] {
  return [pushkey, ...textsIn(data).filter((text) => text !== 'event_id_only')]
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
