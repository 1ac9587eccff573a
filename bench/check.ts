/**
 * What it costs to check a megabyte of Markdown that is full of examples.
 *
 * Run it with `tsx bench/check.ts`.
 */
import { readFileSync } from 'node:fs'
import { cpuUsage, stdout } from 'node:process'
import { checkText } from '../check/index.ts'
import { NEWEST } from '../spec/index.ts'

const SIZE = 1_000_000
const ROUNDS = 5

const section = readFileSync(new URL('../test/check/fixtures/section.md', import.meta.url), 'utf8')
const text = section.repeat(Math.ceil(SIZE / section.length))

const times = Array.from({ length: ROUNDS }, () => {
  const start = cpuUsage()
  const { counts } = checkText('section.md', text, 'markdown', { specVersion: NEWEST })
  if (counts.error > 0) throw new Error('Cannot measure: the section is not right')
  // What else the machine does is not counted
  return cpuUsage(start).user / 1000
})

const [first = 0] = times
const best = Math.min(...times)
stdout.write(`${(text.length / 1e6).toFixed(1)} MB of Markdown, on Node ${process.version}: `)
stdout.write(
  `${(first / 1000).toFixed(2)} s of CPU time at first, ${(best / 1000).toFixed(2)} s at best of ${ROUNDS}\n`,
)
