const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'password', 'new_password', 'token', 'mac', 'nonce'])
const MASK = '<redacted>'

/** Members of JSON objects with the value of a well-known key. */
const SECRET_MEMBERS = new RegExp(`("(?:${[...SECRET_KEYS].join('|')})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'g')

/** Minimum length of a secret. Secrets are indexed by a prefix of this length. */
const MIN_LENGTH = 6

/** Removes secrets from what reports show: the values of well-known keys, and every secret that was added, anywhere. */
export class Redactor {
  /**
   * Labels of secrets in every form in which they can appear, by prefix. A run has thousands; texts are scanned only once.
   */
  readonly #formsByPrefix = new Map<string, Map<string, string>>()
  /** True for pairs of characters with which a secret begins: most places of a text need no further look */
  readonly #beginsWith = new Uint8Array(65_536)

  /**
   * Adds a secret. Strings of less than 6 characters are ignored: masking them would garble everything.
   *
   * @param secret the secret
   * @param label what stands in its place, to tell it from others: `<device 2>`; that of the first call is kept
   */
  add(secret: string, label = MASK): void {
    if (secret.length < MIN_LENGTH) return
    for (const form of formsOf(secret)) {
      const prefix = form.slice(0, MIN_LENGTH)
      this.#beginsWith[pairAt(form, 0)] = 1
      const forms = this.#formsByPrefix.get(prefix) ?? new Map<string, string>()
      this.#formsByPrefix.set(prefix, forms)
      if (!forms.has(form)) forms.set(form, label)
    }
  }

  /** Returns a text without secrets. */
  text(text: string): string {
    const parts: string[] = []
    let end = 0
    for (let place = 0; place + MIN_LENGTH <= text.length; place += 1) {
      const found = this.#formAt(text, place)
      if (found === undefined) continue
      const [form, label] = found
      parts.push(text.slice(end, place), label)
      end = place + form.length
      place = end - 1
    }
    const clean = parts.length === 0 ? text : [...parts, text.slice(end)].join('')
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
        SECRET_KEYS.has(key) && typeof item === 'string' ? this.#labelOf(item) : this.value(item),
      ]),
    )
  }

  /** Returns the label of a text that is a secret in any case. */
  #labelOf(secret: string): string {
    return this.#formsByPrefix.get(secret.slice(0, MIN_LENGTH))?.get(secret) ?? MASK
  }

  /** Returns the longest secret at this place, and its label. */
  #formAt(text: string, place: number): [form: string, label: string] | undefined {
    if (this.#beginsWith[pairAt(text, place)] === 0) return undefined
    let longest: [string, string] | undefined
    for (const [form, label] of this.#formsByPrefix.get(text.slice(place, place + MIN_LENGTH)) ?? []) {
      if (text.startsWith(form, place) && form.length > (longest?.[0].length ?? 0)) longest = [form, label]
    }
    return longest
  }
}

/** Returns a number from 0 to 65,535 for two characters of a text. Different pairs can have the same one. */
function pairAt(text: string, place: number): number {
  return ((text.charCodeAt(place) & 0xff) << 8) | (text.charCodeAt(place + 1) & 0xff)
}

/** Returns a secret as it is, percent-encoded and escaped for JSON, in the ways that are common. */
function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret.toWellFormed())
  const json = JSON.stringify(secret).slice(1, -1)
  const lowerCase = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
  return [secret, encoded, lowerCase, encoded.replaceAll('%2F', '/'), json, json.replaceAll('/', '\\/')]
}
