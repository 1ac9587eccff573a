/**
 * Versions of the Matrix specification that Plexor knows, oldest first.
 *
 * `seed` is the state of the push module between r0.6.1 and v1.1, with paths under `r0`. `draft` is what has been merged
 * since the newest release.
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
  'draft',
] as const

/** Version of the Matrix specification; the names are those of {@link SPEC_VERSIONS}. */
export type SpecVersion = (typeof SPEC_VERSIONS)[number]

/** Versions that have been released, and the seed, oldest first: all but the draft. */
export const RELEASED_VERSIONS: readonly SpecVersion[] = SPEC_VERSIONS.filter((version) => version !== 'draft')

/** Newest released version that Plexor knows. The draft is used only where it is named. */
export const NEWEST: SpecVersion = 'v1.19'

/** Span of versions. */
export interface Span {
  /** First version of the span; the seed if absent */
  since?: SpecVersion
  /** First version after the span; absent if the span includes the draft */
  until?: SpecVersion
}

/**
 * Reports whether a name is a version that Plexor knows.
 *
 * @param name - a name such as `v1.19`
 */
export function isSpecVersion(name: string): name is SpecVersion {
  return (SPEC_VERSIONS as readonly string[]).includes(name)
}

/**
 * Reports whether a version is at least as new as another one.
 *
 * @param specVersion - the version to compare
 * @param since - the oldest version for which the result is true
 */
export function atLeast(specVersion: SpecVersion, since: SpecVersion): boolean {
  return SPEC_VERSIONS.indexOf(specVersion) >= SPEC_VERSIONS.indexOf(since)
}

/**
 * Reports whether a version lies in a span.
 *
 * @param specVersion - the version to look for
 * @param span - the span; an empty object contains every version
 */
export function within(specVersion: SpecVersion, span: Span): boolean {
  if (span.since !== undefined && !atLeast(specVersion, span.since)) return false
  return span.until === undefined || !atLeast(specVersion, span.until)
}

/**
 * Returns the newest version among those that a server lists in `GET /_matrix/client/versions`.
 *
 * The r0.x releases count as the seed, which has the same paths and rules. Unknown versions, including newer ones and the
 * draft, are ignored.
 *
 * @param versions - the names as the server lists them, in any order
 * @returns the newest version, or `undefined` if none is known
 * @see https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions
 */
export function newestOf(versions: readonly string[]): SpecVersion | undefined {
  const listed = versions.map((version) => (/^r0\./.test(version) ? 'seed' : version))
  return RELEASED_VERSIONS.findLast((version) => listed.includes(version))
}

/**
 * Returns the version in the paths of the client-server API: `r0` for the seed, `v3` since v1.1.
 *
 * @param specVersion - the version of the specification
 */
export function majorVersion(specVersion: SpecVersion): 'r0' | 'v3' {
  return specVersion === 'seed' ? 'r0' : 'v3'
}
