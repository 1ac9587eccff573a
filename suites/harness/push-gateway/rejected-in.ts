import type { NotifyResponse } from './notify-client.ts'

/** The pushkeys that an answer rejects; undefined where it has no such list. */
export function rejectedIn({ status, body }: NotifyResponse): unknown[] | undefined {
  if (status !== 200 || typeof body !== 'object' || body === null) return undefined
  const { rejected } = body as { rejected?: unknown }
  return Array.isArray(rejected) ? rejected : undefined
}
