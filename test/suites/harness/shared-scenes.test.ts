import t, { type Test } from 'tap'
import type { RunOptions } from '../../../suites/harness/runner/runner.ts'
import { type CaseDefinition, defineCase, Mismatch, type Scene, startRun } from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'
import { connectTo, startReference } from './support.ts'

/** Runs cases one after the other, and returns the result of the run and the users that each case had. */
async function runInTurn(
  t: Test,
  cases: Record<string, (scene: Scene) => Promise<void>>,
  { fault, ...options }: Partial<RunOptions> & { fault?: string } = {},
) {
  const url = await startReference(t, fault === undefined ? {} : { fault })
  const { environment } = await connectTo(t, url)
  const users: string[] = []
  const definitions = Object.entries(cases).map(([name, run]) => {
    const definition: CaseDefinition = {
      id: `area/${name}`,
      title: name,
      verifies: [ofLevel('must')],
      fairness: 'It is a test',
      async run({ sharedScene }) {
        const scene = await sharedScene()
        users.push(scene.alice.userId)
        await run(scene)
      },
    }
    return defineCase(definition)
  })
  const run = startRun(environment, { plexor: '0', cases: definitions, jobs: 1, ...options })
  return { result: await run.finished, users }
}

async function receivesPush({ bob, room, pusher }: Scene): Promise<void> {
  await pusher.expectPush(await bob.send(room, 'hello'))
}

t.test('a case uses the users and the room of the one before, without its rules and pushers', async (t) => {
  const { result, users } = await runInTurn(t, {
    async first(scene) {
      const { alice, room } = scene
      await alice.putRule('room', room, { actions: [] })
      await alice.enableRule('override', '.m.rule.master', true)
      await alice.setActions('underride', '.m.rule.message', [])
      await alice.setPusher({ app_id: 'org.plexor.second' })
    },
    async second(scene) {
      t.equal((await scene.alice.pushers()).length, 1)
      await receivesPush(scene)
    },
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 1)
  t.match(result.cases[1]?.timeline[0], { kind: 'note', summary: /those of area\/first/ })
})

t.test('a case gets new users if the one before changed more', async (t) => {
  const { users } = await runInTurn(t, {
    first: ({ alice }) => alice.setDisplayName('Alice of Wonderland'),
    second: receivesPush,
  })
  t.equal(new Set(users).size, 2)
})

t.test('a case gets new users if the one before changed push rules of somebody else than Alice', async (t) => {
  const { users } = await runInTurn(t, {
    first: ({ bob, room }) => bob.putRule('room', room, { actions: [] }),
    second: receivesPush,
  })
  t.equal(new Set(users).size, 2)
})

t.test('a case gets new users if the run shares none', async (t) => {
  const { users } = await runInTurn(t, { first: receivesPush, second: receivesPush }, { sharesScenes: false })
  t.equal(new Set(users).size, 2)
})

t.test('a case gets new users, and the run a remark, if the target does not remove what was deleted', async (t) => {
  const cases = { first: receivesPush, second: receivesPush }
  const { result, users } = await runInTurn(t, cases, { fault: 'pushers.delete-ignored' })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 2)
  t.match(result.remarks, [/^After area\/first, the target shows a pusher that was deleted/])
})

t.test('a case that fails with users of another case is run again with its own', async (t) => {
  let runs = 0
  const { result, users } = await runInTurn(t, {
    first: receivesPush,
    async second() {
      runs += 1
      if (runs === 1) throw new Mismatch('Expected a push, found none')
    },
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 2)
  t.equal(users.length, 3)
  t.match(result.remarks, [
    /^area\/second passed only with new users, and not with those of area\/first: Expected a push/,
  ])
})

t.test('a case that fails again fails by what it showed with its own users', async (t) => {
  const { result, users } = await runInTurn(t, {
    first: receivesPush,
    async second() {
      throw new Mismatch('Expected a push, found none')
    },
  })
  t.match(result.cases[1], { verdict: 'failed', message: 'Expected a push, found none' })
  t.notMatch(JSON.stringify(result.cases[1]?.timeline), /those of area/)
  t.equal(users.length, 3)
  t.same(result.remarks, [])
})
