import { readFileSync, writeFileSync } from 'node:fs'
import type { Test } from 'tap'

/** Compares a text with the file of that name beside the tests; `tap run --snapshot` writes the file anew. */
export function golden(t: Test, name: string, actual: string): void {
  const file = new URL(`golden/${name}`, import.meta.url)
  if (process.env.TAP_SNAPSHOT === '1') writeFileSync(file, actual)
  t.equal(actual, readFileSync(file, 'utf8'), `matches golden/${name}`)
}
