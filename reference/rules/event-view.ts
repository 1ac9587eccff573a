import { fold } from './fold.ts'
import { lookUp, type PropertyPath } from './property-path.ts'
import type { PushEvent } from './types.ts'
import { wordsOf } from './words.ts'

/** The text of a message, which conditions match by words. */
export const BODY: PropertyPath = ['content', 'body']

/** Folding a shorter text again takes less time than finding what came of it. */
const WORTH_KEEPING = 100

/** An event as conditions look at it. What takes time is done once, for all rules and for all owners of rules. */
export class EventView {
  readonly event: PushEvent
  #folded: Map<string, string> | undefined
  #body: string | undefined | null = null
  #words: ReadonlySet<string> | undefined

  constructor(event: PushEvent) {
    this.event = event
  }

  /** The value at a path of the event; most of them lead into the content, which every event has. */
  lookUp(path: PropertyPath): unknown {
    return path[0] === 'content' ? lookUp(this.event.content, path, 1) : lookUp(this.event, path)
  }

  /** {@link fold} */
  fold(text: string): string {
    return text.length < WORTH_KEEPING ? fold(text) : this.#foldOnce(text)
  }

  /** The folded body; `undefined` when the event has none that is text. */
  get body(): string | undefined {
    if (this.#body === null) {
      const body = this.lookUp(BODY)
      this.#body = typeof body === 'string' ? this.fold(body) : undefined
    }
    return this.#body
  }

  /** The words of the body. */
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
