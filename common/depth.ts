/**
 * Reports whether a JSON value is nested deeper than a number of levels. Deep values can overflow the stack of whatever
 * reads them.
 */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((item) => isDeeperThan(levels - 1, item))
}
