/** Kinds of faults that histories do not find, each with parts of names: what histories would need to show them. */
const KINDS: Record<string, readonly string[]> = {}

/** Reason for faults of no known kind. */
const RARE = 'the histories that show it are rare'

/** Returns why histories do not find a fault, as a short sentence. */
export function kindOfUnseen(fault: string): string {
  return Object.entries(KINDS).find(([, names]) => names.some((name) => fault.startsWith(name)))?.[0] ?? RARE
}
