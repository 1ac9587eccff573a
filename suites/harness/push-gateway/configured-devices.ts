import type { Device } from '../../../spec/index.ts'

/** A device that the user has told Plexor of, as a pusher has it: what a request to the gateway names it by. */
export type ConfiguredDevice = Pick<Device, 'app_id' | 'pushkey' | 'data'>

/** What devices a gateway can reach is known to its user alone. */
export interface ConfiguredDevices {
  /** The gateway can notify them */
  reachable: ConfiguredDevice[]
  /** Their pushkeys are no good any more, and the gateway can know that */
  unregistered: ConfiguredDevice[]
}

/** The strings of a device that nobody is to find in a report: whoever has them can send it pushes. */
export function secretsOf({ pushkey, data = {} }: ConfiguredDevice): string[] {
  return [pushkey, ...textsIn(data).filter((text) => text !== 'event_id_only')]
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
