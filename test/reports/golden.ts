import { readFileSync, writeFileSync } from 'node:fs'
import type { Test } from 'tap'

/** Compares text with the golden file of that name. `tap run --snapshot` writes the file. */
export function golden(t: Test, name: string, actual: string): void {
  const file = new URL(`golden/${name}`, import.meta.url)
  if (process.env.TAP_SNAPSHOT === '1') writeFileSync(file, actual)
  t.equal(actual, readFileSync(file, 'utf8'), `matches golden/${name}`)
}
