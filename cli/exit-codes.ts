import type { TargetError, TargetErrorCode } from '../suites/index.ts'

/** Most trouble keeps the target from being judged; a port is a setting of the user's, and some is a judgement already. */
const EXIT_CODES: Partial<Record<TargetErrorCode, 1 | 2>> = {
  'gateway-port': 2,
  'not-notifying': 1,
  'push-unreadable': 1,
}

/** What the process exits with when there is trouble with the target. */
export function exitCodeOfTargetError({ code }: TargetError): 1 | 2 | 3 {
  return EXIT_CODES[code] ?? 3
}
