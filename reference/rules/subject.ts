import { fold } from './fold.ts'
import type { PushEvent, RoomContext } from './types.ts'

/** What the conditions of one evaluation are asked about. */
export interface Subject {
  event: PushEvent
  room: RoomContext
  /** {@link fold}, done once for each text however many rules look at it */
  fold(text: string): string
}

/** A condition made ready: whether it holds. */
export type Test = (subject: Subject) => boolean

export const never: Test = () => false

export function createSubject(event: PushEvent, room: RoomContext): Subject {
  const folded = new Map<string, string>()
  return {
    event,
    room,
    fold(text) {
      let result = folded.get(text)
      if (result === undefined) {
        result = fold(text)
        folded.set(text, result)
      }
      return result
    },
  }
}
