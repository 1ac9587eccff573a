/** Placement of a rule that a request asks for. */
export interface Placement {
  before?: string | undefined
  after?: string | undefined
}

/** Rule that a request places. */
export interface PlacedRule {
  rule: string
  /** True if it existed before */
  exists: boolean
  placement: Placement
}

/**
 * Returns every order that the rules of a kind can have after one was put. Where the specification says nothing about
 * its place, or only that a server should choose one, that is every place.
 *
 * @param orders every order before, by descending priority
 */
export function ordersAfterPut(orders: readonly string[][], { rule, exists, placement }: PlacedRule): string[][] {
  return unique(
    orders.flatMap((order) => {
      const others = order.filter((other) => other !== rule)
      const placed = placedIn(others, rule, placement)
      if (placed === undefined) return everyPlace(others, rule)
      // The specification does not say whether a rule that exists moves, unless both are given
      const moves = placement.before !== undefined && placement.after !== undefined
      return exists && !moves ? [order, placed] : [placed]
    }),
  )
}

/** Returns every order that is left after a rule was deleted. */
export function ordersAfterDelete(orders: readonly string[][], rule: string): string[][] {
  return unique(orders.map((order) => order.filter((other) => other !== rule)))
}

/**
 * Returns the orders that are left when a rule has turned out to be the highest of some.
 *
 * @param name the rule that decided
 * @param names all rules that could have
 */
export function ordersWithHighest(orders: readonly string[][], name: string, names: readonly string[]): string[][] {
  const left = orders.filter((order) => order.find((rule) => names.includes(rule)) === name)
  return left.length > 0 ? left : [...orders]
}

function placedIn(others: readonly string[], rule: string, { before, after }: Placement): string[] | undefined {
  if (before !== undefined) return insert(others, rule, others.indexOf(before))
  if (after !== undefined) return insert(others, rule, others.indexOf(after) + 1)
  return undefined
}

function everyPlace(others: readonly string[], rule: string): string[][] {
  return Array.from({ length: others.length + 1 }, (_, index) => insert(others, rule, index))
}

function insert(others: readonly string[], rule: string, index: number): string[] {
  return [...others.slice(0, index), rule, ...others.slice(index)]
}

function unique(orders: readonly string[][]): string[][] {
  return [...new Map(orders.map((order) => [order.join('\n'), order])).values()]
}
