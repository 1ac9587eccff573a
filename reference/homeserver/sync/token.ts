/** Returns the token of a position of the stream. */
export function syncToken(position: number): string {
  return `s${position}`
}

/** Returns the position of a token; `undefined` if it is not a token. */
export function syncPosition(token: string): number | undefined {
  return /^s\d{1,15}$/.test(token) ? Number(token.slice(1)) : undefined
}
