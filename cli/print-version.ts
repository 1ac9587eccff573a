import { RUN_SCHEMA } from '../run/events.ts'
import { SPEC_VERSIONS } from '../spec/versions.ts'
import { VERSION } from './version.ts'

/** Prints the version as JSON, with what scripts have to know about it: schema of the reports, spec versions. */
export function printVersion(): 0 {
  const facts = { plexor: VERSION, reportSchema: RUN_SCHEMA, specVersions: SPEC_VERSIONS, runtime: runtime() }
  process.stdout.write(`${JSON.stringify(facts, undefined, 2)}\n`)
  return 0
}

function runtime(): string {
  const { deno, node } = process.versions
  return deno === undefined ? `Node.js ${node}` : `Deno ${deno}`
}
