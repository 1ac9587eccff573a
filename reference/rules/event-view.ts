import type { PushEvent } from './event.ts'
import { fold } from './fold.ts'
import { lookUp, type PropertyPath } from './property-path.ts'
import { wordsOf } from './words.ts'

/** Path of the text of a message, which conditions match by words. */
export const BODY: PropertyPath = ['content', 'body']

/** Path of the type of an event. */
export const TYPE: PropertyPath = ['type']

/** Minimum length of a text whose folded form is cached: folding a shorter one is faster than the lookup. */
const MIN_CACHED_LENGTH = 100

/** Event with cached derived values, which are computed once for all rules and all owners of rules. */
export class EventView {
  readonly event: PushEvent

  /** ID of the room, for an event that has none */
  readonly roomId: string | undefined

  /** True if the rules of many users are evaluated, so that expensive work on the event pays for all of them */
  readonly isForMany: boolean
  #folded: Map<string, string> | undefined
  #body: string | undefined | null = null
  #words: ReadonlySet<string> | undefined

  constructor(event: PushEvent, roomId?: string, isForMany = false) {
    this.event = event
    this.roomId = roomId
    this.isForMany = isForMany
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

  /** Body; `undefined` if the event has none that is text */
  get unfoldedBody(): string | undefined {
    const body = this.lookUp(BODY)
    return typeof body === 'string' ? body : undefined
  }

  /** Folded body; `undefined` if the event has none that is text */
  get body(): string | undefined {
    if (this.#body === null) {
      const body = this.unfoldedBody
      this.#body = body === undefined ? undefined : this.fold(body)
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
