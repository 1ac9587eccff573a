import { HOSTILE_CONNECTIONS } from './connections.ts'
import { beHonest, changing, type HostileKind, honestFor, type Respond, sendJson } from './exchange.ts'

/** Number of requests until the preflight checks of a gateway are over. */
const PREFLIGHT = 4

const MIB = 1024 * 1024

/** Kinds of hostile homeservers that are hostile gateways too. */
const SHARED = ['endless-body', 'byte-a-second', 'never-responds', 'resets-connections', 'rate-limit-tiny', 'redirects']

function responding(text: string): () => Respond {
  return () =>
    honestFor(
      PREFLIGHT,
      changing(() => text),
    )
}

/** Devices that a hostile gateway has, in the format of a file for `--device`. */
export const GATEWAY_DEVICES = JSON.stringify([
  { app_id: 'org.example.hostile', pushkey: 'reachable-device-1' },
  { app_id: 'org.example.hostile', pushkey: 'reachable-device-2' },
  { app_id: 'org.example.hostile', pushkey: 'gone-device-1', unregistered: true },
])

/** Push gateways that harm whoever trusts them. */
export const HOSTILE_GATEWAYS: readonly HostileKind[] = [
  ...HOSTILE_CONNECTIONS.filter(({ name }) => SHARED.includes(name)).map(({ create, only: _only, ...kind }) => ({
    ...kind,
    create: () => {
      const respond = create()
      // The preflight of a gateway is shorter than that of a homeserver
      return honestFor(PREFLIGHT, (exchange) => respond({ ...exchange, number: exchange.number + 1_000 }))
    },
  })),
  {
    name: 'rejects-millions',
    does: 'rejects 600,000 unknown pushkeys in 4 MiB',
    jobs: 64,
    create: responding(`{"rejected":[${'"key",'.repeat(600_000)}"key"]}`),
  },
  {
    name: 'rejects-many',
    does: 'rejects 90,000 unknown pushkeys, and as many objects',
    jobs: 64,
    create: responding(`{"rejected":[${'"key",'.repeat(45_000)}${'{},'.repeat(45_000)}1]}`),
  },
  {
    name: 'rejects-long',
    does: 'rejects a pushkey of 3.9 MiB',
    jobs: 64,
    create: responding(`{"rejected":["${'x'.repeat(3.9 * MIB)}"]}`),
  },
  {
    name: 'deep-json',
    does: 'responds with deeply nested JSON',
    create: responding(`{"rejected":${'['.repeat(100_000)}`),
  },
  {
    name: 'escape-sequences',
    does: 'puts escape sequences and commands to a CI server into its responses',
    create: () =>
      honestFor(PREFLIGHT, (exchange) =>
        exchange.number % 3 > 0
          ? beHonest(exchange)
          : sendJson(exchange.response, 400, '{"errcode":"M_\\u001b[2J\\n::error::owned","error":"\\n##vso[x]"}'),
      ),
  },
]
