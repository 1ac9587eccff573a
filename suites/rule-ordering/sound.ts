import type { Action } from '../../spec/index.ts'
import type { Push } from '../harness/inbox.ts'

/**
 * Actions that notify and leave a mark at the gateway: each rule of a case plays a sound of its own, so the sound that
 * arrives tells which rule won.
 */
export function sounding(sound: string): Action[] {
  return ['notify', { set_tweak: 'sound', value: sound }]
}

/** The sound that a push asks for. */
export function soundOf(push: Push): unknown {
  return push.device.tweaks?.sound
}

/** Conditions that hold for every message. */
export const IS_MESSAGE = [{ kind: 'event_match', key: 'type', pattern: 'm.room.message' }]
