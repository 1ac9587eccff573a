/**
 * Measures the CPU time of checking a megabyte of Markdown that is full of examples.
 *
 * Run it with `tsx bench/check.ts`. It takes a few seconds.
 */
import { readFileSync } from 'node:fs'
import { cpuUsage, stdout } from 'node:process'
import { checkText } from '../check/index.ts'
import { NEWEST } from '../spec/index.ts'

/** Minimum size of the document, in characters. */
const SIZE = 1_000_000
const ROUNDS = 5

const section = readFileSync(new URL('../test/check/fixtures/section.md', import.meta.url), 'utf8')
const text = section.repeat(Math.ceil(SIZE / section.length))

const times = Array.from({ length: ROUNDS }, () => {
  const start = cpuUsage()
  const { counts } = checkText('section.md', text, 'markdown', { specVersion: NEWEST })
  if (counts.error > 0) throw new Error('Cannot measure: the example section has errors')
  // CPU time excludes other processes of the machine
  return cpuUsage(start).user / 1000
})

const [first = 0] = times
const best = Math.min(...times)
stdout.write(`Checking ${(text.length / 1e6).toFixed(1)} MB of Markdown, on Node ${process.version}: `)
stdout.write(
  `${(first / 1000).toFixed(2)} s of CPU time in the first round, ${(best / 1000).toFixed(2)} s in the best of ${ROUNDS}\n`,
)
