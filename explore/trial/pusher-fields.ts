import { atLeast, type PusherData, type SpecVersion } from '../../spec/index.ts'
import type { DeviceName } from '../history.ts'
import type { PusherSituation } from '../model/situation.ts'

/** Properties of pushers that differ, besides their identity. */
export type PusherFields = Record<'app_display_name' | 'device_display_name' | 'lang', string> & { data: PusherData }

/** Facts about a target that the fields of pushers depend on. */
export interface PusherFacts {
  specVersion: SpecVersion
  /** URL of the gateway, as it is before any change */
  gatewayUrl: string
}

/** Returns the data of a new pusher that its gateway gets, which includes all keys since v1.13. */
export function forwardedData(device: DeviceName, { isBrief }: Pick<PusherSituation, 'isBrief'>, version: SpecVersion) {
  if (!atLeast(version, 'v1.13')) return {}
  return { ...customData(device, version), ...(isBrief ? { format: 'event_id_only' } : {}) }
}

/** Returns what the pusher of a device has besides its identity. */
export function fieldsOfPusher(
  device: DeviceName,
  pusher: PusherSituation,
  { specVersion, gatewayUrl }: PusherFacts,
): PusherFields {
  const { changes, moves, isBrief } = pusher
  return {
    app_display_name: 'Plexor',
    device_display_name: nameOfDevice(device, changes),
    lang: changes % 2 === 0 ? 'de' : 'fr',
    data: {
      ...customData(device, specVersion),
      ...(isBrief ? { format: 'event_id_only' } : {}),
      ...(moves === 0 ? {} : { url: `${gatewayUrl}${gatewayUrl.includes('?') ? '&' : '?'}${queryOf(moves)}` }),
    },
  }
}

/** Returns the name of a device after a number of changes of its pusher. */
export function nameOfDevice(device: DeviceName, changes: number): string {
  return changes === 0 ? device : `${device}, changed ${changes} times`
}

/** Returns the end of the gateway URL after a number of changes, of which there is at least one. */
export function queryOf(moves: number): string {
  return `moved=${moves}`
}

/** Returns after how many changes a gateway URL was what it is; undefined if it does not say it. */
export function movesIn(path: string): number | undefined {
  const [, moves] = /moved=(\d+)/.exec(path) ?? []
  return moves === undefined ? undefined : Number(moves)
}

function customData(device: DeviceName, specVersion: SpecVersion): Record<string, string> {
  return device === 'tablet' && atLeast(specVersion, 'v1.13') ? { 'org.plexor.place': 'on the left' } : {}
}
