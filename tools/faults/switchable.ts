import type { Policies } from '../../reference/index.ts'

/** Policies that can be exchanged while a homeserver is composed of them. */
export interface Switchable {
  policies: Policies
  /** From now on the decisions are those of `next`. */
  use(next: Policies): void
}

/** A decision by its place: the area of the policies, and its name in there. */
export interface Place {
  area: keyof Policies
  member: string
}

/** Every decision that the policies have. */
export function placesOf(policies: Policies): Place[] {
  return Object.entries(policies).flatMap(([area, members]) =>
    Object.keys(members).map((member) => ({ area: area as keyof Policies, member })),
  )
}

/** The decision at a place; a function for most of them. */
export function decisionAt(policies: Policies, { area, member }: Place): unknown {
  return Reflect.get(policies[area], member)
}

/** `area.member`, as reports name a decision. */
export function nameOf({ area, member }: Place): string {
  return `${area}.${member}`
}

/**
 * Policies that pass every question on to others, which can be exchanged. So a homeserver can be probed as long as it
 * is right, and be made wrong afterwards.
 */
export function switchable(first: Policies): Switchable {
  let current = first
  const passing = passingOn(placesOf(first), (place) => decisionAt(current, place))
  return {
    policies: passing,
    use(next) {
      current = next
    },
  }
}

/** Policies of which each decision is looked up whenever it is needed. */
export function passingOn(places: readonly Place[], lookUp: (place: Place) => unknown): Policies {
  const areas: Record<string, object> = {}
  for (const place of places) {
    const area = areas[place.area] ?? {}
    areas[place.area] = area
    const isFunction = typeof lookUp(place) === 'function'
    const passOn = (...args: unknown[]) => Reflect.apply(lookUp(place) as () => unknown, undefined, args)
    Object.defineProperty(area, place.member, { enumerable: true, get: () => (isFunction ? passOn : lookUp(place)) })
  }
  return areas as unknown as Policies
}
