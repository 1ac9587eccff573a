import t, { type Test } from 'tap'
import type { RunOptions } from '../../../suites/harness/runner/runner.ts'
import {
  type CaseContext,
  type CaseDefinition,
  defineCase,
  Mismatch,
  type Scene,
  startRun,
} from '../../../suites/index.ts'
import { ofLevel } from './requirements.ts'
import { connectTo, startReference } from './support.ts'

/** Runs cases one after the other with a scene each, and returns the result of the run and the users that each case had. */
async function runInTurn(
  t: Test,
  cases: Record<string, (scene: Scene) => Promise<void>>,
  options: Partial<RunOptions> & { fault?: string } = {},
  basics: Partial<CaseDefinition> = {},
) {
  const users: string[] = []
  const inContext = Object.entries(cases).map(([name, run]) => [
    name,
    async ({ sharedScene }: CaseContext) => {
      const scene = await sharedScene()
      users.push(scene.alice.userId)
      await run(scene)
      return scene.alice
    },
  ])
  return { ...(await runInContext(t, Object.fromEntries(inContext), options, basics)), users }
}

/** Runs cases one after the other, and returns the result of the run and the user that each case returned. */
async function runInContext(
  t: Test,
  cases: Record<string, (context: CaseContext) => Promise<{ userId: string }>>,
  { fault, ...options }: Partial<RunOptions> & { fault?: string } = {},
  basics: Partial<CaseDefinition> = {},
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
      ...basics,
      async run(context) {
        users.push((await run(context)).userId)
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

t.test('a case gets another Bob if the one before changed his push rules', async (t) => {
  const alices: string[] = []
  const { result, users } = await runInContext(t, {
    async first({ sharedScene }) {
      const { alice, bob, room } = await sharedScene()
      await bob.putRule('room', room, { actions: [] })
      alices.push(alice.userId)
      return bob
    },
    async second({ sharedScene }) {
      const scene = await sharedScene()
      await receivesPush(scene)
      alices.push(scene.alice.userId)
      return scene.bob
    },
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 2)
  t.equal(new Set(alices).size, 1)
})

t.test('a case does not find the pushers of others than Alice either', async (t) => {
  const { result, users } = await runInTurn(t, {
    async first({ bob }) {
      await bob.client.ok('setPusher', { body: bob.pusherRequest() })
    },
    async second({ bob }) {
      t.same(await bob.pushers(), [])
    },
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 1)
})

t.test('a case gets a new room, and the same users, if the one before changed the room', async (t) => {
  const rooms: string[] = []
  const note = ({ room }: Scene) => rooms.push(room)
  const { result, users } = await runInTurn(t, {
    async first(scene) {
      note(scene)
      await scene.bob.setState(scene.room, 'm.room.name', { name: 'Tea Party' })
    },
    async second(scene) {
      note(scene)
      await receivesPush(scene)
    },
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 1)
  t.equal(new Set(rooms).size, 2)
})

t.test('a case gets the same room if the one before changed only another one', async (t) => {
  const rooms: string[] = []
  const { users } = await runInTurn(t, {
    async first({ alice, bob, room }) {
      rooms.push(room)
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await bob.send(other, 'unread')
      await bob.setState(other, 'm.room.name', { name: 'Tea Party' })
    },
    async second(scene) {
      rooms.push(scene.room)
      await receivesPush(scene)
    },
  })
  t.equal(new Set(users).size, 1)
  t.equal(new Set(rooms).size, 1)
})

t.test('a case gets the same users if the one before used another device of theirs, without its pushers', async (t) => {
  const { result, users } = await runInContext(t, {
    async first({ sharedScene, anonymousClient }) {
      const { alice } = await sharedScene()
      await (await alice.signIn(anonymousClient())).setPusher()
      return alice
    },
    async second({ sharedScene }) {
      const scene = await sharedScene()
      t.equal((await scene.alice.pushers()).length, 1)
      await receivesPush(scene)
      return scene.alice
    },
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 1)
})

t.test('a case gets a user without a room of the one before, with the push rules of a new one', async (t) => {
  const { result, users } = await runInContext(t, {
    async first({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: [] })
      await alice.client.ok('setPusher', { body: alice.pusherRequest() })
      return alice
    },
    async second({ sharedUser }) {
      const alice = await sharedUser('alice')
      t.same(await alice.rulesOf('content').then((rules) => rules.filter((rule) => !rule.default)), [])
      t.same(await alice.pushers(), [])
      return alice
    },
    third: async ({ sharedScene }) => (await sharedScene()).alice,
    fourth: async ({ user }) => await user('alice'),
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users.slice(0, 3)).size, 1)
  t.not(users[3], users[0])
})

t.test('nothing is unread in any room if a case wants that', async (t) => {
  const { result, users } = await runInContext(t, {
    async first({ sharedScene }) {
      const { alice, bob, rooms } = await sharedScene({ roomCount: 2 })
      for (const room of rooms) await bob.send(room, 'unread')
      await bob.createRoom({ invite: [alice] })
      await alice.untilUnread(rooms[1] ?? '', 1)
      return alice
    },
    async second({ sharedScene }) {
      const { alice } = await sharedScene({ read: true, roomCount: 2 })
      const { join = {}, invite = {} } = (await alice.sync()).rooms ?? {}
      t.same(Object.keys(invite), [])
      t.equal(Object.keys(join).length, 2)
      for (const room of Object.keys(join)) t.equal((await alice.unreadCounts(room)).notification_count, 0)
      return alice
    },
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 1)
})

t.test('a case that counts does not get a user with many other rooms', async (t) => {
  const withThree = async ({ sharedScene }: CaseContext) => (await sharedScene({ roomCount: 3 })).alice
  const counting = async ({ sharedScene }: CaseContext) => (await sharedScene({ read: true })).alice
  const other = async ({ sharedScene }: CaseContext) => (await sharedScene()).alice
  const { users } = await runInContext(t, { first: withThree, second: counting })
  t.equal(new Set(users).size, 2)
  t.equal(new Set((await runInContext(t, { first: withThree, second: other })).users).size, 1)
})

t.test('what is requested to clean up is not judged', async (t) => {
  let exchanges = 0
  const { result } = await runInTurn(t, {
    async first(scene) {
      await receivesPush(scene)
      exchanges = scene.alice.client.access.traffic.checked('getPushers')
    },
    async second({ alice }) {
      t.equal(alice.client.access.traffic.checked('getPushers'), exchanges)
      t.ok(alice.client.isJudged)
    },
  })
  t.equal(result.conclusion, 'conformant')
})

t.test('cases that want a scene of a rare kind wait for each other', async (t) => {
  const withCarol = async ({ sharedScene }: CaseContext) => {
    const scene = await sharedScene({ group: true })
    await receivesPush(scene)
    return scene.alice
  }
  const names = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']
  const { result, users } = await runInContext(t, Object.fromEntries(names.map((name) => [name, withCarol])), {
    jobs: names.length,
  })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 2)
})

t.test('a case does not wait for a scene of a rare kind for long', async (t) => {
  const { promise: end, resolve: endOthers } = Promise.withResolvers<void>()
  const holding = async ({ sharedScene }: CaseContext) => {
    const { alice } = await sharedScene({ group: true })
    await end
    return alice
  }
  const waiting = async ({ sharedScene }: CaseContext) => {
    const { alice } = await sharedScene({ group: true })
    endOthers()
    return alice
  }
  const cases = { first: holding, second: holding, third: waiting }
  const { result, users } = await runInContext(t, cases, { jobs: 3 })
  t.equal(result.conclusion, 'conformant')
  t.equal(new Set(users).size, 3)
})

t.test('a case uses the users of one that failed, if they are as new', async (t) => {
  const { result, users } = await runInTurn(t, {
    async first({ alice }) {
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: [] })
      throw new Mismatch('It fails')
    },
    second: receivesPush,
  })
  t.same(
    result.cases.map(({ verdict }) => verdict),
    ['failed', 'passed'],
  )
  t.equal(new Set(users).size, 1)
})

t.test('a case that is expected to fail gets new users, which others use afterwards', async (t) => {
  const { result, users } = await runInTurn(
    t,
    {
      first: receivesPush,
      async second() {
        throw new Mismatch('It fails')
      },
      third: receivesPush,
      fourth: ({ alice }) => alice.setDisplayName('Alice of Wonderland'),
      fifth: receivesPush,
    },
    { isExpectedToFail: (id) => id === 'area/second' },
  )
  t.same(
    result.cases.map(({ verdict }) => verdict),
    ['passed', 'failed', 'passed', 'passed', 'passed'],
  )
  t.equal(users.length, 5)
  t.not(users[1], users[0])
  t.equal(users[2], users[0])
  t.equal(users[4], users[1])
})

t.test('a case gets a scene of the same kind, with as many rooms as it wants', async (t) => {
  const room = { powerLevels: { users_default: 10 } }
  const rooms: (readonly string[])[] = []
  const noting =
    (options: Parameters<CaseContext['sharedScene']>[0]) =>
    async ({ sharedScene }: CaseContext) => {
      const scene = await sharedScene(options)
      rooms.push(scene.rooms)
      return scene.alice
    }
  await runInContext(t, {
    first: noting({ room }),
    second: noting({ room }),
    third: noting({ room, roomCount: 2 }),
    fourth: noting({ room, roomCount: 2 }),
    fifth: noting({ room, isNewRoom: true }),
    sixth: noting({}),
  })
  const [first, second, third, fourth, fifth, sixth] = rooms
  t.same(second, first)
  t.equal(third?.length, 2)
  t.equal(third?.[0], first?.[0])
  t.same(fourth, third)
  t.notOk(third?.includes(fifth?.[0] ?? ''))
  t.notOk(third?.includes(sixth?.[0] ?? ''))
})

t.test('a scene is handed on after its gateway has failed, once pushes arrive again', async (t) => {
  const failing = { status: 503, body: '' }
  const first = async ({ bob, room, pusher }: Scene) => {
    pusher.response = () => failing
    await pusher.expectPush(await bob.send(room, 'the gateway fails this one'))
  }
  const { result, users } = await runInTurn(t, { first, second: receivesPush }, {}, { stallsDelivery: true })
  t.equal(result.conclusion, 'conformant')
  t.same(result.remarks, [])
  t.equal(new Set(users).size, 1)
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
