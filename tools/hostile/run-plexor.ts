import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunResult } from '../../run/index.ts'
import { parseReport } from '../../run/parse-report.ts'

/** The command, which runs in a process of its own so that its memory is measured alone. */
const COMMAND = new URL('../../cli/plexor.js', import.meta.url).pathname

/** Maximum size of the heap, in megabytes, as on a machine with little memory. More crashes the process. */
const HEAP_MB = 400

/** Interval between two readings of the memory, in milliseconds. */
const POLL_MS = 200

/** Maximum length of the output that is kept. */
const MAX_OUTPUT = 4_000_000

/** End of a run of the command. */
export interface PlexorEnd {
  /** Exit code; null if it was killed, after its time or by itself */
  code: number | null
  seconds: number
  /** Peak of the memory in use, in megabytes; undefined where the system does not say it (/proc) */
  peakMb: number | undefined
  /** Standard output and standard error */
  output: string
  /** The JSON report; undefined if there is no whole one */
  report: RunResult | undefined
}

/** Options of {@link runPlexor}. */
export interface PlexorOptions {
  /** Program and its first arguments; default: this Node.js */
  runtime?: readonly string[]
  /** Time after which the command is killed, in milliseconds */
  limitMs: number
}

/** Runs `plexor test` with a JSON report, or another command, and measures its time and memory. */
export async function runPlexor(args: readonly string[], { runtime, limitMs }: PlexorOptions): Promise<PlexorEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'plexor-hostile-'))
  const file = join(folder, 'report.json')
  const [program = '', ...first] = runtime ?? [process.execPath, `--max-old-space-size=${HEAP_MB}`, COMMAND]
  const report = args[0] === 'doctor' ? [] : ['--report', `json=${file}`]
  const begin = performance.now()
  // In the folder, so that no configuration file is found
  const child = spawn(program, [...first, ...args, ...report], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let peakMb: number | undefined
  const poll = setInterval(async () => {
    peakMb = Math.max(peakMb ?? 0, (await peakOf(child.pid)) ?? 0) || undefined
  }, POLL_MS)
  const killer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < MAX_OUTPUT) output += text
    })
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearInterval(poll)
  clearTimeout(killer)
  const result = await readReport(file)
  await rm(folder, { recursive: true, force: true })
  return { code, seconds: (performance.now() - begin) / 1000, peakMb, output, report: result }
}

/** Returns the peak of the memory of a process so far, in megabytes; undefined if it is unknown or the process has ended. */
async function peakOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /VmHWM:\s*(\d+) kB/.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

async function readReport(file: string): Promise<RunResult | undefined> {
  try {
    return parseReport(JSON.parse(await readFile(file, 'utf8')), file)
  } catch {
    return undefined
  }
}
