import type { Action } from '../../../spec/index.ts'
import { quote } from '../evidence/quote.ts'
import type { Push } from '../gateway/inbox.ts'
import { expect } from './expect.ts'

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

/**
 * None of the rules that play these sounds may have decided. Which other rule did is not asked: a server may have default
 * rules of its own beside those that the specification lists.
 */
export function expectOtherThan(sounds: readonly string[], what: string, push: Push): void {
  const found = soundOf(push)
  expect(
    sounds.every((sound) => sound !== found),
    `Expected ${what} to have another sound than ${sounds.map(quote).join(' or ')}, found ${quote(found)}`,
  )
}

/** Conditions that hold for every message. */
export const IS_MESSAGE = [{ kind: 'event_match', key: 'type', pattern: 'm.room.message' }]
