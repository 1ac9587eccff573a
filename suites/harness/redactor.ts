const SECRET_KEYS = new Set(['access_token', 'refresh_token', 'password', 'new_password', 'token', 'mac', 'nonce'])
const MASK = '<redacted>'

/** Removes secrets from what reports show: the values of telling keys, and every secret it was told, wherever it stands. */
export class Redactor {
  /** Every secret, in each form in which it can stand in a text */
  readonly #forms = new Set<string>()

  /** Remember a secret. Short strings are not secrets: masking them would only garble what is shown. */
  add(secret: string): void {
    if (secret.length < 6) return
    for (const form of [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)])
      this.#forms.add(form)
  }

  text(text: string): string {
    let clean = text.replace(/([?&]access_token=)[^&#\s"]*/g, `$1${MASK}`)
    for (const form of this.#forms) clean = clean.replaceAll(form, MASK)
    return clean
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
}
