const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'password', 'new_password', 'token', 'mac', 'nonce'])
const MASK = '<redacted>'

/** Members of JSON objects with the value of a well-known key. */
const SECRET_MEMBERS = new RegExp(`("(?:${[...SECRET_KEYS].join('|')})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'g')

/** Minimum length of a secret. Secrets are indexed by a prefix of this length. */
const MIN_LENGTH = 6

/** Removes secrets from what reports show: the values of well-known keys, and every secret that was added, anywhere. */
export class Redactor {
  /** Secrets in every form in which they can appear, by prefix. A run has thousands; texts are scanned only once. */
  readonly #formsByPrefix = new Map<string, Set<string>>()

  /** Adds a secret. Strings of less than 6 characters are ignored: masking them would garble everything. */
  add(secret: string): void {
    if (secret.length < MIN_LENGTH) return
    for (const form of [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]) {
      const prefix = form.slice(0, MIN_LENGTH)
      const forms = this.#formsByPrefix.get(prefix)
      if (forms === undefined) this.#formsByPrefix.set(prefix, new Set([form]))
      else forms.add(form)
    }
  }

  /** Returns a text without secrets. */
  text(text: string): string {
    const parts: string[] = []
    let end = 0
    for (let place = 0; place + MIN_LENGTH <= text.length; place += 1) {
      const form = this.#formAt(text, place)
      if (form === undefined) continue
      parts.push(text.slice(end, place))
      end = place + form.length
      place = end - 1
    }
    const clean = parts.length === 0 ? text : [...parts, text.slice(end)].join(MASK)
    return clean.includes('access_token=') ? clean.replace(/([?&]access_token=)[^&#\s"]*/g, `$1${MASK}`) : clean
  }

  /** Returns a text of JSON, or a part of one, without secrets. */
  jsonText(text: string): string {
    return this.text(text.replaceAll(SECRET_MEMBERS, `$1"${MASK}"`))
  }

  /** Returns a deep copy of a JSON value without secrets. */
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

  /** Returns the longest secret at this place. */
  #formAt(text: string, place: number): string | undefined {
    let longest: string | undefined
    for (const form of this.#formsByPrefix.get(text.slice(place, place + MIN_LENGTH)) ?? []) {
      if (text.startsWith(form, place) && form.length > (longest?.length ?? 0)) longest = form
    }
    return longest
  }
}
