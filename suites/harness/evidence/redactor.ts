const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'password', 'new_password', 'token', 'mac', 'nonce'])
const MASK = '<redacted>'

/** Length of the shortest secret, and of the beginning that secrets are looked up by. */
const SHORTEST = 6

/** Removes secrets from what reports show: the values of telling keys, and every secret it was told, wherever it stands. */
export class Redactor {
  /**
   * Every secret, in each form in which it can stand in a text, by its beginning: a run has thousands of them, and a
   * text is gone through once for all.
   */
  readonly #formsByBeginning = new Map<string, Set<string>>()

  /** Remember a secret. Short strings are not secrets: masking them would only garble what is shown. */
  add(secret: string): void {
    if (secret.length < SHORTEST) return
    for (const form of [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]) {
      const beginning = form.slice(0, SHORTEST)
      const forms = this.#formsByBeginning.get(beginning)
      if (forms === undefined) this.#formsByBeginning.set(beginning, new Set([form]))
      else forms.add(form)
    }
  }

  text(text: string): string {
    const parts: string[] = []
    let kept = 0
    for (let place = 0; place + SHORTEST <= text.length; place += 1) {
      const form = this.#formAt(text, place)
      if (form === undefined) continue
      parts.push(text.slice(kept, place))
      kept = place + form.length
      place = kept - 1
    }
    const clean = parts.length === 0 ? text : [...parts, text.slice(kept)].join(MASK)
    return clean.includes('access_token=') ? clean.replace(/([?&]access_token=)[^&#\s"]*/g, `$1${MASK}`) : clean
  }

  /** A deep copy of a JSON value without secrets. */
  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.value(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        this.text(key),
        SECRET_KEYS.has(key) && typeof item === 'string' ? MASK : this.value(item),
      ]),
    )
  }

  /** The longest secret that stands at this place. */
  #formAt(text: string, place: number): string | undefined {
    let longest: string | undefined
    for (const form of this.#formsByBeginning.get(text.slice(place, place + SHORTEST)) ?? []) {
      if (text.startsWith(form, place) && form.length > (longest?.length ?? 0)) longest = form
    }
    return longest
  }
}
