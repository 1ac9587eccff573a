import { createHash } from 'node:crypto'

/** Returns eight characters that stand for a pushkey, which is a secret: those of the same pushkey are the same. */
export function fingerprintOf(pushkey: string): string {
  return createHash('sha256').update(pushkey).digest('hex').slice(0, 8)
}
