/**
 * The versions of the specification that Plexor judges by, oldest first.
 *
 * `seed` is the founding document: the push module as it stood between r0.6.1 and v1.1, with paths under `r0`.
 */
export const PROFILES = [
  'seed',
  'v1.1',
  'v1.2',
  'v1.3',
  'v1.4',
  'v1.5',
  'v1.6',
  'v1.7',
  'v1.8',
  'v1.9',
  'v1.10',
  'v1.11',
  'v1.12',
  'v1.13',
  'v1.14',
  'v1.15',
  'v1.16',
  'v1.17',
  'v1.18',
  'v1.19',
] as const

/** A version of the specification to judge by. */
export type Profile = (typeof PROFILES)[number]

/** The newest version that Plexor knows. */
export const NEWEST: Profile = 'v1.19'

/** A span of versions: from `since` on (default: the seed), up to but not including `until`. */
export interface Span {
  since?: Profile
  until?: Profile
}

/** Whether `name` is a profile that Plexor knows. */
export function isProfile(name: string): name is Profile {
  return (PROFILES as readonly string[]).includes(name)
}

/** Whether `profile` is `since` or newer. */
export function atLeast(profile: Profile, since: Profile): boolean {
  return PROFILES.indexOf(profile) >= PROFILES.indexOf(since)
}

/** Whether `profile` lies in the span. */
export function within(profile: Profile, span: Span): boolean {
  if (span.since !== undefined && !atLeast(profile, span.since)) return false
  return span.until === undefined || !atLeast(profile, span.until)
}

/**
 * The newest profile among the versions that a server lists in `GET /_matrix/client/versions`.
 *
 * The r0.x releases are judged by the seed, which keeps their paths and rules. Versions that Plexor does not know,
 * newer ones included, are passed over.
 *
 * @returns `undefined` when none of them is known
 */
export function newestOf(versions: readonly string[]): Profile | undefined {
  const known = versions.flatMap((version) => (/^r0\./.test(version) ? ['seed'] : [version])).filter(isProfile)
  return known.sort((a, b) => PROFILES.indexOf(b) - PROFILES.indexOf(a))[0]
}

/** The path segment that the client-server API of this version uses: `r0` at the seed, `v3` since v1.1. */
export function majorVersion(profile: Profile): 'r0' | 'v3' {
  return profile === 'seed' ? 'r0' : 'v3'
}
