import t, { type Test } from 'tap'
import { type Policies, policies } from '../../../reference/index.ts'
import { type Case, type CaseContext, defineCase, Mismatch, type RunResult, startRun } from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'
import { connectTo, startReference } from './support.ts'

/** Timeout of a run. Only pushes that never come take this long. */
const TIMEOUT_MS = 3000

/** Reference whose pushes a case can influence. */
class Server {
  /** Reports whether a user is notified */
  isNotified: (userId: string) => boolean = () => true

  get policies(): Policies {
    const { audience } = policies.recipients
    return {
      ...policies,
      recipients: {
        ...policies.recipients,
        audience: (event, room) => audience(event, room).filter(({ user_id }) => this.isNotified(user_id)),
      },
    }
  }
}

/** Defines a case that waits for the push of a message. */
function caseOf(name: string, run?: (context: CaseContext) => Promise<void>): Case {
  const expectPush = async ({ createScene }: CaseContext) => {
    const { bob, room, pusher } = await createScene()
    await pusher.expectPush(await bob.send(room, 'a message'))
  }
  return defineCase({
    ...{ id: `area/${name}`, title: name, verifies: [ofLevel('must')], fairness: 'It is a test' },
    run: run ?? expectPush,
  })
}

async function runOf(t: Test, server: Server, cases: readonly Case[]): Promise<RunResult> {
  const url = await startReference(t, { policies: server.policies })
  const { environment } = await connectTo(t, url, { timeoutMs: TIMEOUT_MS })
  return await startRun(environment, { plexor: '0', cases, jobs: 1 }).finished
}

t.jobs = 4

t.test('after pushes have stopped, the first case that misses one fails and later ones are inconclusive', async (t) => {
  const server = new Server()
  const kills = caseOf('kills', async () => {
    server.isNotified = () => false
  })
  const result = await runOf(t, server, [caseOf('healthy'), kills, caseOf('first'), caseOf('second'), caseOf('third')])
  t.strictSame(
    result.cases.map(({ verdict }) => verdict),
    ['passed', 'passed', 'failed', 'inconclusive', 'inconclusive'],
  )
  t.match(result.cases[3]?.message, /^Pushes stopped arriving after area\/healthy: Expected a push of/)
  t.strictSame(result.interruptions, [
    { what: 'pushes', after: 'area/healthy', during: ['area/first'], recovered: false },
  ])
  t.equal(result.conclusion, 'not conformant')
})

t.test('a target that stops pushing to a part of its users is noticed too', async (t) => {
  const server = new Server()
  let count = 0
  const lost = new Map<string, boolean>()
  const kills = caseOf('kills', async () => {
    server.isNotified = (userId) => {
      if (!lost.has(userId)) lost.set(userId, count++ % 2 === 0)
      return lost.get(userId) === false
    }
  })
  const always = Array.from({ length: 6 }, (_, number) => caseOf(`case-${number}`))
  const { counts } = await runOf(t, server, [kills, ...always])
  t.equal(counts.failed, 1)
  t.ok(counts.inconclusive > 0)
})

t.test('a target that loses the pushes of one case fails that case alone', async (t) => {
  const server = new Server()
  const loses = caseOf('loses', async ({ createScene }) => {
    const { alice, bob, room, pusher } = await createScene()
    server.isNotified = (userId) => userId !== alice.userId
    await pusher.expectPush(await bob.send(room, 'a message'))
  })
  const result = await runOf(t, server, [loses, caseOf('healthy')])
  t.strictSame(
    result.cases.map(({ verdict }) => verdict),
    ['failed', 'passed'],
  )
  t.equal(result.interruptions, undefined)
})

t.test(
  'a push that arrives after the timeout makes the case inconclusive, and says that the target is slow',
  async (t) => {
    const server = new Server()
    const slow = caseOf('slow', async ({ createScene }) => {
      const { bob, room, pusher } = await createScene()
      const since = performance.now()
      const eventId = await bob.send(room, 'a message')
      throw new Mismatch(
        'Expected a push, found none',
        pusher.missing(() => pusher.about(eventId)[0], since),
      )
    })
    const result = await runOf(t, server, [slow])
    t.match(result.cases, [
      { verdict: 'inconclusive', message: /it arrived after .+, so the target is slow: use a longer/ },
    ])
  },
)
