/**
 * The versions of the specification that Plexor judges by, oldest first.
 *
 * `seed` is the founding document: the push module as it stood between r0.6.1 and v1.1, with paths under `r0`.
 */
export const SPEC_VERSIONS = [
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
export type SpecVersion = (typeof SPEC_VERSIONS)[number]

/** The newest version that Plexor knows. */
export const NEWEST: SpecVersion = 'v1.19'

/** A span of versions: from `since` on (default: the seed), up to but not including `until`. */
export interface Span {
  since?: SpecVersion
  until?: SpecVersion
}

/** Whether `name` is a profile that Plexor knows. */
export function isSpecVersion(name: string): name is SpecVersion {
  return (SPEC_VERSIONS as readonly string[]).includes(name)
}

/** Whether `profile` is `since` or newer. */
export function atLeast(specVersion: SpecVersion, since: SpecVersion): boolean {
  return SPEC_VERSIONS.indexOf(specVersion) >= SPEC_VERSIONS.indexOf(since)
}

/** Whether `profile` lies in the span. */
export function within(specVersion: SpecVersion, span: Span): boolean {
  if (span.since !== undefined && !atLeast(specVersion, span.since)) return false
  return span.until === undefined || !atLeast(specVersion, span.until)
}

/**
 * The newest profile among the versions that a server lists in `GET /_matrix/client/versions`.
 *
 * The r0.x releases are judged by the seed, which keeps their paths and rules. Versions that Plexor does not know,
 * newer ones included, are passed over.
 *
 * @returns `undefined` when none of them is known
 */
export function newestOf(versions: readonly string[]): SpecVersion | undefined {
  const known = versions.flatMap((version) => (/^r0\./.test(version) ? ['seed'] : [version])).filter(isSpecVersion)
  return known.sort((a, b) => SPEC_VERSIONS.indexOf(b) - SPEC_VERSIONS.indexOf(a))[0]
}

/** The path segment that the client-server API of this version uses: `r0` at the seed, `v3` since v1.1. */
export function majorVersion(specVersion: SpecVersion): 'r0' | 'v3' {
  return specVersion === 'seed' ? 'r0' : 'v3'
}
