import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { parseReport, type RunResult } from '../../run/index.ts'
import { slimReport } from './slim-report.ts'

/** Kind of implementation that the state of push compares. */
export type Group = 'homeservers' | 'evaluators' | 'gateways'

/** Run whose result is published. */
export interface PublishedRun {
  group: Group
  /** Name of its file in `reports/published/runs/`, without its extension */
  file: string
  /** Name of the implementation, without its version */
  name: string
  version: string
  /** Command that makes the JSON report again, in the clone of Plexor */
  command: string
  /** Page of the run in `reports/published/`, if there is one */
  page?: string
  /** Document about the command, from the root of the repository */
  document: string
}

const INTEROP = 'tools/interop/README.md'
const VECTORS = 'examples/vectors/README.md'

/** All published runs, in the order of the columns. */
export const PUBLISHED_RUNS: readonly PublishedRun[] = [
  homeserver('Synapse', '1.163.2', 'npm run interop:synapse'),
  homeserver('Dendrite', '0.13.8', 'npm run interop:dendrite'),
  homeserver('tuwunel', '1.4.6', 'npm run interop:tuwunel -- --programs FOLDER'),
  homeserver('Continuwuity', '26.8.0-alpha.1', 'npm run interop:continuwuity -- --programs FOLDER'),
  {
    group: 'homeservers',
    file: 'reference',
    name: 'Plexor’s reference',
    version: '0.1.0',
    command: 'npm run -s plexor -- test ref: --report json=reference-report.json',
    document: 'docs/running-the-stack.md',
  },
  evaluator('matrix-js-sdk', '43.0.0', 'node examples/vectors/matrix-js-sdk/evaluator.ts'),
  evaluator('ruma', '0.17.2', 'examples/vectors/ruma/target/release/ruma-evaluator'),
  evaluator('mautrix-go', '0.32.0', 'examples/vectors/mautrix-go/mautrix-evaluator'),
  evaluator('Synapse', '1.163.2', '/tmp/synapse/bin/python examples/vectors/synapse/evaluator.py'),
  {
    group: 'evaluators',
    file: 'plexor-rules',
    name: 'Plexor’s engine',
    version: '0.1.0',
    command: 'npm run -s plexor -- vectors --spec-version v1.19 --report json=plexor-rules.json',
    document: VECTORS,
  },
  gateway('Sygnal', '0.17.0'),
  gateway('ntfy', '2.13.0'),
  gateway('common-proxies', '3.0.0'),
  {
    group: 'gateways',
    file: 'reference-gateway',
    name: 'Plexor’s reference',
    version: '0.1.0',
    command: 'npm run -s plexor -- test gateway:ref: --report json=reference-gateway-report.json',
    document: 'docs/testing-a-push-gateway.md',
  },
]

function homeserver(name: string, version: string, command: string): PublishedRun {
  const file = `${name.toLowerCase()}-${version}`
  return { group: 'homeservers', file, name, version, command, page: `${file}.html`, document: INTEROP }
}

function evaluator(name: string, version: string, program: string): PublishedRun {
  const folder = name.toLowerCase()
  return {
    group: 'evaluators',
    file: `rules-of-${folder}-${version}`,
    name,
    version,
    command: `npm run -s plexor -- vectors --run '${program}' --baseline examples/vectors/${folder}/baseline.yaml --report json=rules-of-${folder}.json`,
    document: `examples/vectors/${folder}/README.md`,
  }
}

function gateway(name: string, version: string): PublishedRun {
  const file = `${name.toLowerCase()}-${version}`
  const command = `npm run interop:${name.toLowerCase()} -- --programs FOLDER`
  return { group: 'gateways', file, name, version, command, page: `${file}.html`, document: INTEROP }
}

/** Returns the path of the file that has the result of a run. */
export function pathOf({ file }: PublishedRun): string {
  return fileURLToPath(new URL(`../../reports/published/runs/${file}.json.gz`, import.meta.url))
}

/**
 * Reads the result of a published run.
 *
 * @throws {UsageError} when its file is not a report of this version of Plexor
 */
export function readPublished(run: PublishedRun): RunResult {
  const path = pathOf(run)
  return parseReport(JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')), path)
}

/** Publishes the result of a run, without what a comparison does not need. */
export function publish(run: PublishedRun, report: RunResult): void {
  writeFileSync(pathOf(run), gzipSync(JSON.stringify(slimReport(report)), { level: 9 }))
}
