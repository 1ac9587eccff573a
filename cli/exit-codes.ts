import type { TargetError, TargetErrorCode } from '../suites/index.ts'

/** Exit codes of the commands that test, for `--help`. */
export const EXIT_CODES_HELP = `
Exit codes: 0 conformant or as expected, 1 not conformant, 2 wrong usage or configuration, 3 target unreachable or result inconclusive, 130 interrupted by SIGINT (Ctrl-C), 143 interrupted by SIGTERM, 129 interrupted by SIGHUP`

/** Most errors keep the target from being tested. A port is a setting of the user, and some errors are a verdict. */
const EXIT_CODES: Partial<Record<TargetErrorCode, 1 | 2>> = {
  'gateway-port': 2,
  'not-delivering': 1,
  'not-notifying': 1,
  'pusher-failed': 1,
  'push-unreadable': 1,
}

/** Returns the exit code of the process for an error of the target. */
export function exitCodeOfTargetError({ code }: TargetError): 1 | 2 | 3 {
  return EXIT_CODES[code] ?? 3
}
