import type { TargetKind } from '../../suites/index.ts'

/** Prefix of the targets that are push gateways: `gateway:https://push.example.org`, `gateway:ref:`. */
export const GATEWAY = 'gateway:'

/** What kind of target a name is of. */
export function targetKindOf(target: string): TargetKind {
  return target.startsWith(GATEWAY) ? 'push-gateway' : 'homeserver'
}

/** The kinds as people read them. */
export const KIND_NAMES: Record<TargetKind, string> = { homeserver: 'homeserver', 'push-gateway': 'push gateway' }
