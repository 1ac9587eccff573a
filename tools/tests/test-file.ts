import { spawn } from 'node:child_process'
import { type FinalResults, Parser } from 'tap-parser'

/** Options of Node.js for a test file: compiled modules are stored for the next one. */
const OPTIONS = ['--import=./test/compile-cache.js', '--disable-warning=ExperimentalWarning']

/** Numbers of assertions, by the event of the parser that counts one. */
const COUNTED = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['skip', 'skipped'],
] as const

/** Result of a test file. */
export interface TestFileResult {
  /** Numbers of assertions */
  passed: number
  failed: number
  skipped: number
  durationMs: number
  /** Everything that went wrong, each as a clause; empty if the file passed */
  problems: string[]
  /** Standard output and standard error */
  output: string
}

/**
 * Runs a test file in a process of its own.
 *
 * @param timeoutMs time after which the tests of the file fail
 * @param lastWordsMs time that the process then has to say so before it is killed
 */
export async function runTestFile(file: string, timeoutMs: number, lastWordsMs = 10_000): Promise<TestFileResult> {
  const began = performance.now()
  const counts = { passed: 0, failed: 0, skipped: 0 }
  let output = ''
  const { promise: parsed, resolve } = Promise.withResolvers<FinalResults>()
  const parser = new Parser({}, resolve)
  for (const [event, key] of COUNTED) {
    parser.on(event, () => {
      counts[key] += 1
    })
  }

  const child = spawn(process.execPath, [...OPTIONS, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TAP_TIMEOUT: String(timeoutMs / 1000) },
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    parser.write(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const timer = setTimeout(() => {
    child.kill('SIGKILL')
    // What it has started may still write there
    for (const stream of [child.stdout, child.stderr]) stream.destroy()
  }, timeoutMs + lastWordsMs)
  const ended = Promise.withResolvers<string | undefined>()
  child.once('error', ended.reject)
  child.once('close', (code, signal) => {
    clearTimeout(timer)
    if (signal !== null) ended.resolve(`it was ended by the signal ${signal}`)
    else ended.resolve(code === 0 ? undefined : `it ended with exit code ${code}`)
  })
  const badEnd = await ended.promise
  parser.end()
  const results = await parsed
  const problems = [problemOf(results, counts.failed), badEnd].filter((problem) => problem !== undefined)
  return { ...counts, durationMs: performance.now() - began, problems, output }
}

function problemOf({ ok, count, plan }: FinalResults, failed: number): string | undefined {
  // The second one is of the parser
  if (count === 0 && ['', 'no tests found'].includes(plan.skipReason)) return 'it has no tests'
  if (ok) return
  return failed === 0 ? 'its output is not complete' : `${failed} ${failed === 1 ? 'assertion' : 'assertions'} failed`
}
