/** The errcode of an error answer; `undefined` where the body has none. */
export function errcodeOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null ? (body as { errcode?: unknown }).errcode : undefined
}
