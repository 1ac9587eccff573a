import type { RoomName, UserName } from '../history.ts'
import type { Trial } from './trial.ts'

/** Messages that show that everything before them has had its effect. */
export class Fences {
  readonly #trial: Trial
  readonly #needed = new Map<RoomName, UserName>()
  #sent = 0

  constructor(trial: Trial) {
    this.#trial = trial
  }

  /** Records that something happened in a room that a later message of the same user has to follow. */
  need(room: RoomName, by: UserName): void {
    this.#needed.set(room, by)
  }

  /** Reports whether nobody else has sent anything that is not followed by such a message yet. */
  isOnlySender(user: UserName): boolean {
    return [...this.#needed.values()].every((by) => by === user)
  }

  /** Returns a name for the next one. */
  nextName(): string {
    this.#sent += 1
    return `fence ${this.#sent}`
  }

  /** Sends such a message to each room that needs one. */
  async send(): Promise<void> {
    const needed = [...this.#needed]
    this.#needed.clear()
    for (const [room, by] of needed) {
      const { situation } = this.#trial
      if (situation.membership(room, by) !== 'join') continue
      if (situation.usersWith(room, 'join').some((user) => user !== by)) await this.#trial.sendFence(room, by)
    }
  }
}
