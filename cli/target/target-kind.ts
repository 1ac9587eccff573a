import type { TargetKind } from '../../suites/index.ts'

/** Prefix of targets that are push gateways: `gateway:https://push.example.org`, `gateway:ref:`. */
export const GATEWAY = 'gateway:'

/** Returns the kind of target that a name stands for. */
export function targetKindOf(target: string): TargetKind {
  return target.startsWith(GATEWAY) ? 'push-gateway' : 'homeserver'
}

/** Names of the kinds for people. */
export const KIND_NAMES: Record<TargetKind, string> = { homeserver: 'homeserver', 'push-gateway': 'push gateway' }
