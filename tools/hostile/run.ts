/**
 * Runs `plexor test` against hostile homeservers and push gateways, and shows time and memory: the command behind
 * `npm run hostile`.
 *
 * Arguments are names of hostile servers, or parts of names. `--doctor` runs `plexor doctor` instead, `--explore` runs
 * `plexor explore` against the homeservers, `--only PATTERN` a part of the cases, `--deno` on Deno. `--load` runs the suites
 * against the reference on a busy machine, `--repeat N` that N times.
 *
 * Exit codes: 0 if the command withstands all of them, 1 if not, 2 for wrong arguments.
 */
import { parseArgs } from 'node:util'
import { anyOf } from '../../common/text.ts'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { wholeNumber } from '../workers/whole-number.ts'
import { HOSTILE_CONNECTIONS } from './connections.ts'
import type { HostileKind } from './exchange.ts'
import { HOSTILE_GATEWAYS } from './gateways.ts'
import { LOADS, runLoads } from './load.ts'
import { problemsOf } from './problems.ts'
import { HOSTILE_PUSHES } from './pushes.ts'
import { HOSTILE_RESPONSES } from './responses.ts'
import { type KindOptions, runGateway, runHomeserver } from './run-kind.ts'
import type { PlexorEnd } from './run-plexor.ts'

const EXIT_USAGE = 2

/** Longest run against a hostile server. */
const LIMIT_MS = 240_000

const DENO = [
  new URL('../../node_modules/deno/deno', import.meta.url).pathname,
  'run',
  '-A',
  new URL('../../cli/main.ts', import.meta.url).pathname,
]

const OPTIONS = {
  doctor: { type: 'boolean' },
  explore: { type: 'boolean' },
  deno: { type: 'boolean' },
  load: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  repeat: { type: 'string' },
} as const

/** Run against one kind of hostile server. */
interface HostileRun {
  name: string
  run(options: KindOptions): Promise<PlexorEnd>
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  let perform: () => Promise<number>
  try {
    perform = choose(args)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  return await perform()
}

/**
 * Returns a function that performs the runs that the arguments choose.
 *
 * @throws {Error} when they choose none, or are wrong
 */
function choose(args: string[]): () => Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
  const options: KindOptions = {
    command: values.doctor === true ? 'doctor' : values.explore === true ? 'explore' : 'test',
    only: values.only ?? [],
    limitMs: LIMIT_MS,
    ...(values.deno === true ? { runtime: DENO } : {}),
  }
  if (values.load === true) {
    const loads = named(LOADS, positionals)
    const times = wholeNumber('repeat', values.repeat ?? '1', 999)
    return () => runLoads(Array.from({ length: times }, () => loads).flat(), options)
  }
  const runs = named(allRuns(options.command), positionals)
  return () => runAll(runs, options)
}

/** Returns what has one of these names, or one of these texts in its name; all for none. */
function named<T extends { name: string }>(all: readonly T[], parts: readonly string[]): T[] {
  const isNamed = (name: string, part: string) =>
    name === part || (name.includes(part) && !all.some((other) => other.name === part))
  const found = all.filter(({ name }) => parts.length === 0 || parts.some((part) => isNamed(name, part)))
  if (found.length > 0) return found
  throw new Error(`Unknown name: expected part of ${anyOf(all.map(({ name }) => name))}, found ${anyOf(parts)}`)
}

async function runAll(runs: readonly HostileRun[], options: KindOptions): Promise<number> {
  let bad = 0
  process.stdout.write(`${'server'.padEnd(34)} exit conclusion      seconds  peak MB\n`)
  // One after the other: they would take time and memory from each other
  for (const { name, run } of runs) {
    const end = await run(options)
    const problems = problemsOf(end, options)
    if (problems.length > 0) bad += 1
    process.stdout.write(rowOf(name, end))
    for (const problem of problems) process.stdout.write(`    ${problem}\n`)
  }
  process.stdout.write(
    bad === 0 ? `The command withstands all ${runs.length} servers\n` : `${bad} of ${runs.length} runs have problems\n`,
  )
  return bad === 0 ? 0 : 1
}

function allRuns(command: KindOptions['command']): HostileRun[] {
  const homeservers = [...HOSTILE_RESPONSES, ...HOSTILE_CONNECTIONS, ...HOSTILE_PUSHES]
  const gateways = command === 'explore' ? [] : HOSTILE_GATEWAYS
  return [
    ...homeservers.map((kind) => runOf(kind, '', runHomeserver)),
    ...gateways.map((kind) => runOf(kind, 'gateway: ', runGateway)),
  ]
}

function runOf(
  kind: HostileKind,
  prefix: string,
  run: (kind: HostileKind, options: KindOptions) => Promise<PlexorEnd>,
): HostileRun {
  return { name: prefix + kind.name, run: (options) => run(kind, options) }
}

function rowOf(name: string, { code, report, seconds, peakMb }: PlexorEnd): string {
  const peak = peakMb === undefined ? '-' : peakMb.toFixed(0)
  return `${name.padEnd(34)} ${String(code ?? '-').padEnd(4)} ${(report?.conclusion ?? '-').padEnd(15)} ${seconds.toFixed(1).padStart(7)}  ${peak.padStart(7)}\n`
}
