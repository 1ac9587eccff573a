import { parseArgs } from 'node:util'
import { type Part, readPart } from '../workers/part.ts'
import { wholeNumber } from '../workers/whole-number.ts'

/** Arguments of `npm run faults`. */
export interface FaultsChoice {
  /** Patterns of fault names, with `*` for any characters; empty for all */
  only: string[]
  /** Patterns of case ids; empty for all */
  cases: string[]
  /** Part of the catalogue to run; default: all of it */
  part?: Part
  /** True to run every case under every fault, even if the fault does not affect it */
  everyCase: boolean
  /** True to also run the cases that only depend on what a fault breaks */
  dependents: boolean
  jobs: number
  workers: number
  timeoutMs: number
  /** Paths of the reports; by default none are written */
  json?: string
  markdown?: string
}

const OPTIONS = {
  only: { type: 'string', multiple: true },
  cases: { type: 'string', multiple: true },
  part: { type: 'string' },
  'every-case': { type: 'boolean' },
  dependents: { type: 'boolean' },
  jobs: { type: 'string' },
  workers: { type: 'string' },
  timeout: { type: 'string' },
  json: { type: 'string' },
  markdown: { type: 'string' },
} as const

/**
 * Parses the arguments of the command.
 *
 * @param today number of the day, by which `--part N` takes turns
 * @throws {Error} when an argument is invalid; the message is one sentence
 */
export function parseFaultsArguments(args: readonly string[], today: number): FaultsChoice {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const { json, markdown, part } = values
  return {
    only: values.only ?? [],
    cases: values.cases ?? [],
    everyCase: values['every-case'] ?? false,
    dependents: values.dependents ?? false,
    jobs: wholeNumber('jobs', values.jobs ?? '32', 256),
    workers: wholeNumber('workers', values.workers ?? '2', 16),
    timeoutMs: wholeNumber('timeout', values.timeout ?? '2500', 60_000),
    ...(part === undefined ? {} : { part: readPart(part, today) }),
    ...(json === undefined ? {} : { json }),
    ...(markdown === undefined ? {} : { markdown }),
  }
}
