import t, { type Test } from 'tap'
import { explorationResult } from '../../explore/exploration-result.ts'
import { type Exploration, type ExploreOptions, explore, replay } from '../../explore/explorer.ts'
import type { History } from '../../explore/history.ts'
import { createHomeserver, serve } from '../../reference/index.ts'
import { DEFAULT_JUDGED_LEVEL } from '../../run/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { connect, makeCertificate } from '../../suites/index.ts'

// Explorations of the reference: nothing is found on it, and its faults are, with short stories.

// Most of the time of a fault passes while a history waits for what does not come
t.jobs = 2

const certificate = await makeCertificate(['127.0.0.1'])

async function connected(t: Test, specVersion: SpecVersion, timeoutMs: number, fault?: string) {
  const homeserver = createHomeserver({
    specVersion,
    delivery: { allowHttp: true, allowPrivateAddresses: true, ca: certificate.ca },
    ...(fault === undefined ? {} : { fault }),
  })
  const server = await serve(homeserver)
  const connection = await connect({
    name: fault ?? 'ref:',
    url: server.url,
    specVersion,
    credentials: {},
    receiver: { host: '127.0.0.1', ports: { http: 0 }, certificate },
    timeoutMs,
    connections: 8,
  })
  t.teardown(async () => {
    await connection.close()
    await server.close()
    await homeserver.close()
  })
  return connection.environment
}

const resultOf = (exploration: Exploration, environment: ExploreOptions['environment']) =>
  explorationResult(exploration, {
    plexor: 'test',
    environment,
    startedAt: new Date(0),
    durationMs: 1,
    level: DEFAULT_JUDGED_LEVEL,
    jobs: 2,
    seed: 1,
    cutOff: undefined,
    expectationOf: () => undefined,
  })

for (const specVersion of ['v1.1', 'v1.19'] as const) {
  t.test(`nothing is found on the reference at ${specVersion}`, async (t) => {
    const environment = await connected(t, specVersion, 30_000)
    const exploration = await explore({ environment, seed: 20, runs: 6, jobs: 3, level: DEFAULT_JUDGED_LEVEL })
    t.equal(exploration.histories, 6)
    t.strictSame(exploration.found, [])
    t.equal(resultOf(exploration, environment).conclusion, 'conformant')
  })
}

const FAULTS = [
  { fault: 'receipts.ignored', id: 'explore/counts.receipts.marks-read', most: 10 },
  { fault: 'rules-api.delete-ignored', id: 'explore/rules.rules-api.delete', most: 24 },
]

for (const { fault, id, most } of FAULTS) {
  t.test(`a short story shows the fault ${fault}`, async (t) => {
    const environment = await connected(t, 'v1.19', 4_000, fault)
    const end = new AbortController()
    const options: ExploreOptions = {
      environment,
      seed: 3,
      runs: 40,
      jobs: 2,
      level: DEFAULT_JUDGED_LEVEL,
      shrinkMs: 15_000,
      signal: end.signal,
      onProgress: ({ findings }) => {
        if (findings > 0) end.abort('enough was found')
      },
    }
    const exploration = await explore(options)
    const [finding] = exploration.found
    t.equal(finding?.id, id)
    t.ok((finding?.history.length ?? 99) <= most, `it has ${finding?.history.length} steps`)
    t.match(finding?.result.message, /^Expected .*, found .*\n {2}1\. \w+ .*\n {2}2\. /s)
    const result = resultOf(exploration, environment)
    t.equal(result.conclusion, 'not conformant')
    t.strictSame(
      result.cases.find(({ verdict }) => verdict === 'failed')?.requirements.map((row) => row.id),
      [finding?.requirement],
    )

    const again = await replay([finding?.history ?? []], { environment, level: DEFAULT_JUDGED_LEVEL })
    t.strictSame(
      again.found.map((one) => one.id),
      [id],
    )
  })
}

/** Rules that a fault of their kind ignores, each with actions that do not notify. */
const IGNORED_KINDS = [
  { kind: 'sender', matcher: { sender: 'bob' }, fault: 'conditions.sender-rules-ignored' },
  { kind: 'room', matcher: { room: 'room 1' }, fault: 'conditions.room-rules-ignored' },
] as const

for (const { kind, matcher, fault } of IGNORED_KINDS) {
  t.test(`a push in spite of a silent ${kind} rule violates what ${kind} rules match`, async (t) => {
    const environment = await connected(t, 'v1.19', 30_000, fault)
    const history: History = [
      { do: 'create-room', room: 'room 1', by: 'bob', members: ['alice'] },
      { do: 'set-pusher', user: 'alice', device: 'phone' },
      { do: 'put-rule', user: 'alice', kind, rule: 'silent', matcher, actions: 'tweak alone' },
      { do: 'send', id: 'm1', room: 'room 1', by: 'bob', message: { kind: 'plain' } },
    ]
    const { found } = await replay([history], { environment, level: DEFAULT_JUDGED_LEVEL })
    t.strictSame(
      found.map(({ id }) => id),
      [`explore/pushes.conditions.${kind}-rule`],
    )
  })
}
