import type { PushEvent } from './event.ts'
import { fold } from './fold.ts'
import { lookUp, type PropertyPath } from './property-path.ts'
import { wordsOf } from './words.ts'

/** Path of the text of a message, which conditions match by words. */
export const BODY: PropertyPath = ['content', 'body']

/** Minimum length of a text whose folded form is cached: folding a shorter one is faster than the lookup. */
const MIN_CACHED_LENGTH = 100

/** Event with cached derived values, which are computed once for all rules and all owners of rules. */
export class EventView {
  readonly event: PushEvent

  /** ID of the room, for an event that has none */
  readonly roomId: string | undefined
  #folded: Map<string, string> | undefined
  #body: string | undefined | null = null
  #words: ReadonlySet<string> | undefined

  constructor(event: PushEvent, roomId?: string) {
    this.event = event
    this.roomId = roomId
  }

  /** Returns the value at a path of the event; most paths lead into the content, which every event has. */
  lookUp(path: PropertyPath): unknown {
    if (path[0] === 'content') return lookUp(this.event.content, path, 1)
    const value = lookUp(this.event, path)
    return value === undefined && path[0] === 'room_id' && path.length === 1 ? this.roomId : value
  }

  /** Folds the letter case of a text, as {@link fold} does. */
  fold(text: string): string {
    return text.length < MIN_CACHED_LENGTH ? fold(text) : this.#foldOnce(text)
  }

  /** Folded body; `undefined` if the event has none that is text */
  get body(): string | undefined {
    if (this.#body === null) {
      const body = this.lookUp(BODY)
      this.#body = typeof body === 'string' ? this.fold(body) : undefined
    }
    return this.#body
  }

  /** Words of the body, as {@link wordsOf} returns them */
  get words(): ReadonlySet<string> {
    this.#words ??= new Set(wordsOf(this.body ?? ''))
    return this.#words
  }

  #foldOnce(text: string): string {
    this.#folded ??= new Map()
    let result = this.#folded.get(text)
    if (result === undefined) {
      result = fold(text)
      this.#folded.set(text, result)
    }
    return result
  }
}
