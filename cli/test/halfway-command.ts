import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duration, plural, shorten, visibleLines } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { endWithPlexor, IN_OWN_GROUP, killGroup } from '../vectors/process-group.ts'

/** Maximum length of the output that is shown, in bytes, and in lines. Of longer output, the end is shown. */
const MAX_OUTPUT = 65_536
const MAX_LINES = 100

/** Maximum length of the output, in mebibytes, and the time between two looks at it, in milliseconds. */
const MAX_WRITTEN_MIB = 64
const LOOK_MS = 100

/** Maximum length of a line that is shown, in UTF-16 code units. */
const MAX_LINE = 1_000

const NO_PLACE = 'its output cannot be written to the folder for temporary files'

/**
 * Expects that a command can be run halfway, so that a run does not fail there for what is known at its beginning.
 *
 * @throws {UsageError} when there is no place for the output
 * @throws {Error} when no shell can be started
 */
export async function expectToRunHalfway(): Promise<void> {
  const output = openOutput()
  if (output === undefined) throw new UsageError(`--halfway: ${NO_PLACE}`)
  closeSync(output)
  await once(spawn('exit 0', { shell: true, stdio: 'ignore' }), 'close')
}

/**
 * Runs the command of `--halfway` through the shell, and writes its output to standard error.
 *
 * The output goes through a file: what the command starts in the background, such as a server, can go on writing to it when
 * the command, or Plexor, has ended. The file has no name any more by then, so nothing is left of it.
 *
 * @param timeoutMs time after which it is killed, with the processes that it started, in milliseconds
 * @param signal kills it when it is aborted
 * @throws {Error} when it cannot be started, fails, takes too long or writes too much, with a clause as its message that does not have the
 *   command, because reports are shared
 */
export async function runHalfwayCommand(command: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const output = openOutput()
  if (output === undefined) throw new Error(`the command of --halfway could not be started: ${NO_PLACE}`)
  try {
    const ending = await runToEnd(command, output, timeoutMs, signal)
    showOutput(output)
    if (ending !== undefined) throw new Error(`the command of --halfway ${ending}`)
  } finally {
    closeSync(output)
  }
}

/** Creates a file for the output, and removes its name; `undefined` if there is no place for it. */
function openOutput(): number | undefined {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'plexor-'))
    const output = openSync(join(folder, 'output'), 'w+')
    rmSync(folder, { recursive: true, force: true })
    return output
  } catch {
    return undefined
  }
}

/** Returns how the command failed, as the end of a sentence; undefined if it succeeded. */
async function runToEnd(
  command: string,
  output: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const child = spawn(command, { shell: true, stdio: ['ignore', output, output], ...IN_OWN_GROUP })
  endWithPlexor(child)
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const kill = (why: string) => {
    resolve(why)
    killGroup(child)
  }
  const onAbort = () => kill('was ended with the run')
  const timer = setTimeout(() => kill(`took longer than ${duration(timeoutMs)}`), timeoutMs)
  const watch = setInterval(() => {
    if (fstatSync(output).size > MAX_WRITTEN_MIB * 2 ** 20) kill(`wrote more than ${MAX_WRITTEN_MIB} MiB`)
  }, LOOK_MS)
  signal.addEventListener('abort', onAbort, { once: true })
  child.once('error', ({ message }) => resolve(`could not be started: ${message}`))
  child.once('close', (code, name) => {
    if (code === 0) resolve(undefined)
    else resolve(code === null ? `was ended by ${name}` : `ended with exit code ${code}`)
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    signal.removeEventListener('abort', onAbort)
  }
}

function showOutput(file: number): void {
  const { size } = fstatSync(file)
  const start = Math.max(0, size - MAX_OUTPUT)
  const bytes = Buffer.alloc(size - start)
  readSync(file, bytes, 0, bytes.length, start)
  const lines = visibleLines(bytes.toString('utf8').trimEnd())
  if (lines.length === 1 && lines[0] === '') return
  const shown = lines.slice(-MAX_LINES).map((line) => shorten(line, MAX_LINE))
  const hidden = start > 0 ? ['… the beginning is not shown'] : cutLine(lines.length - shown.length)
  const { stderr } = process
  const erase = stderr.isTTY === true ? '\r\u001b[2K' : ''
  stderr.write([...hidden, ...shown].map((line) => `${erase}plexor: --halfway: ${line}\n`).join(''))
}

function cutLine(count: number): string[] {
  return count === 0 ? [] : [`… ${plural(count, 'line')} before`]
}
