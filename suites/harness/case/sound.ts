import { quote } from '../../../common/text.ts'
import type { Action } from '../../../spec/index.ts'
import type { Push } from '../push-receiver/inbox.ts'
import { expect } from './expect.ts'

/**
 * Returns actions that notify with a sound. If each rule of a case has a sound of its own, the sound of a push shows
 * which rule matched.
 */
export function sounding(sound: string): Action[] {
  return ['notify', { set_tweak: 'sound', value: sound }]
}

/** Returns the sound of a push; undefined if it has none. */
export function soundOf(push: Push): unknown {
  return push.device.tweaks?.sound
}

/**
 * Fails the case if a push has one of these sounds, and so one of the rules with these sounds matched. Any other rule may
 * have matched: a server may have default rules in addition to those of the specification.
 *
 * @param sounds the sounds that the push must not have
 * @param what the name of the push
 * @param push the push to check
 * @throws {Mismatch} when the push has one of the sounds
 */
export function expectOtherThan(sounds: readonly string[], what: string, push: Push): void {
  const found = soundOf(push)
  expect(
    sounds.every((sound) => sound !== found),
    `Expected ${what} to have a sound other than ${sounds.map((sound) => quote(sound)).join(' or ')}, found ${quote(found)}`,
  )
}

/** Conditions that match every message. */
export const IS_MESSAGE = [{ kind: 'event_match', key: 'type', pattern: 'm.room.message' }]
