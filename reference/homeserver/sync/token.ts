/** The token that stands for a position of the stream. */
export function syncToken(position: number): string {
  return `s${position}`
}

/** The position that a token stands for; `undefined` for what is no token. */
export function syncPosition(token: string): number | undefined {
  return /^s\d{1,15}$/.test(token) ? Number(token.slice(1)) : undefined
}
