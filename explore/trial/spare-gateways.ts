/** Maximum number of gateways that a target did not come back to. */
const MAX_LOST = 16

/**
 * Gateways for pushers whose gateway fails, each of one history at a time. A target may send nothing more to a gateway that
 * failed, for as long as it likes, and the pushers of other histories must not suffer from that.
 */
export class SpareGateways {
  readonly #free: string[] = []
  #lost = 0

  /**
   * Takes a gateway.
   *
   * @param open opens a further one, and returns its URL; undefined if it cannot
   * @returns its URL; undefined if there is none, or the target does not reach them
   */
  async take(open: () => Promise<string | undefined>): Promise<string | undefined> {
    if (this.#lost >= MAX_LOST) return undefined
    const url = this.#free.pop() ?? (await open())
    if (url === undefined) this.#lost = MAX_LOST
    return url
  }

  /** Gives back a gateway that the target sends pushes to. */
  give(url: string): void {
    this.#free.push(url)
  }

  /** Gives back a gateway that the target does not send pushes to, or not any more. It is not used again. */
  lose(): void {
    this.#lost += 1
  }
}
