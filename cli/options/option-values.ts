import { didYouMean } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { isSpecVersion, SPEC_VERSIONS, type SpecVersion } from '../../spec/versions.ts'

/** A version to judge by. Throws `UsageError` for a name that is none. */
export function specVersionOf(name: string): SpecVersion | 'auto' {
  if (name === 'auto' || isSpecVersion(name)) return name
  const known = `Plexor knows auto, ${SPEC_VERSIONS.join(', ')}`
  throw new UsageError(`There is no profile "${name}": ${known}${didYouMean(name, SPEC_VERSIONS)}`)
}

/** One of the values that an option takes. Throws `UsageError` for another one. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value)
  if (found !== undefined) return found
  throw new UsageError(
    `The option ${option} was given "${value}": it takes ${allowed.join(', ')}${didYouMean(value, allowed)}`,
  )
}

/** The number that an option takes, from `min` to `max`. Throws `UsageError` for anything else. */
export function numberOf(option: string, value: string | number, min: number, max: number, whole: boolean): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (number >= min && number <= max && (!whole || Number.isInteger(number))) return number
  throw new UsageError(
    `The option ${option} was given "${value}": it takes a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
  )
}
