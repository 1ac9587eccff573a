import { parseArgs } from 'node:util'
import { type Part, readPart } from '../workers/part.ts'

/** What `npm run faults` is asked to do. */
export interface FaultsChoice {
  /** Patterns of the names of faults, with `*` for any characters; empty for all */
  only: string[]
  /** Patterns of the ids of cases; empty for all */
  cases: string[]
  /** One of so many parts of the catalogue, the one whose turn it is */
  part?: Part
  /** Run every case under every fault, those included that cannot be touched by it */
  everyCase: boolean
  /** Run those cases too that only depend on what a fault breaks */
  dependents: boolean
  jobs: number
  workers: number
  timeoutMs: number
  /** Where the reports go; nowhere by default when only a part is run */
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
 * Reads the arguments of the command.
 *
 * @param today the number of the day, by which `--part N` takes its turn
 * @throws an Error with one sentence for arguments that cannot be used
 */
export function parseFaultsArguments(args: readonly string[], today: number): FaultsChoice {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const { json, markdown, part } = values
  return {
    only: values.only ?? [],
    cases: values.cases ?? [],
    everyCase: values['every-case'] ?? false,
    dependents: values.dependents ?? false,
    jobs: integer('jobs', values.jobs ?? '32', 256),
    workers: integer('workers', values.workers ?? '2', 16),
    timeoutMs: integer('timeout', values.timeout ?? '2500', 60_000),
    ...(part === undefined ? {} : { part: readPart(part, today) }),
    ...(json === undefined ? {} : { json }),
    ...(markdown === undefined ? {} : { markdown }),
  }
}

function integer(name: string, text: string, max: number): number {
  if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= max) return Number(text)
  throw new Error(`The option --${name} is "${text}": give a whole number from 1 to ${max}`)
}
