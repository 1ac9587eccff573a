import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostileKind } from './exchange.ts'
import { GATEWAY_DEVICES } from './gateways.ts'
import { type PlexorEnd, runPlexor } from './run-plexor.ts'
import { startGateway, startHomeserver } from './server.ts'

/** Number of cases that run at once, if a kind does not say it. */
const JOBS = 8

/** Time for which histories are begun, in seconds. */
const EXPLORED_SECONDS = 20

/** Requests that a server for the doctor has had already, so that it is hostile from the first one. */
const SKIPPED = 1_000_000

/** Way to run the command. */
export interface KindOptions {
  command: 'test' | 'doctor' | 'explore'
  /** Patterns of cases; empty for all */
  only: readonly string[]
  runtime?: readonly string[]
  limitMs: number
}

/** Runs the command against a hostile homeserver. */
export async function runHomeserver(kind: HostileKind, options: KindOptions): Promise<PlexorEnd> {
  const server = await startHomeserver(fromTheStart(kind, options))
  try {
    return await runPlexor([...argumentsFor(kind, options), server.url, '--gateway-scheme', 'http'], options)
  } finally {
    await server.close()
  }
}

/** Runs the command against a hostile push gateway. */
export async function runGateway(kind: HostileKind, options: KindOptions): Promise<PlexorEnd> {
  const server = await startGateway(fromTheStart(kind, options))
  const folder = await mkdtemp(join(tmpdir(), 'plexor-hostile-devices-'))
  const file = join(folder, 'devices.json')
  await writeFile(file, GATEWAY_DEVICES)
  try {
    return await runPlexor([...argumentsFor(kind, options), `gateway:${server.url}`, '--device', file], options)
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function fromTheStart({ create }: HostileKind, { command }: KindOptions) {
  const respond = create()
  return command === 'doctor'
    ? (exchange: Parameters<typeof respond>[0]) => respond({ ...exchange, number: exchange.number + SKIPPED })
    : respond
}

function argumentsFor({ jobs = JOBS, only: ownOnly = [] }: HostileKind, { command, only }: KindOptions): string[] {
  if (command === 'doctor') return ['doctor', '--timeout', '2']
  if (command === 'explore') return ['explore', '--timeout', '2', '--time', String(EXPLORED_SECONDS)]
  return [
    'test',
    '--timeout',
    '2',
    '--jobs',
    String(jobs),
    ...(only.length > 0 ? only : ownOnly).flatMap((pattern) => ['--only', pattern]),
  ]
}
