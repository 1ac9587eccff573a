import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { eventually } from '../harness/target/deadline.ts'
import { startAtZero } from '../harness/users/counting.ts'
import { inThread } from '../harness/users/relation.ts'
import { type Counts, NOTHING_UNREAD, withoutThreads } from '../harness/users/unread-counts.ts'

const FAIR_TO_SETTLE =
  'The specification has no background jobs: the counts are those of all unread notifications at any time. The case waits for every count after an event or a receipt.'

/** Counts of messages that were unread for so long that the target may have summed them up. */
export const settled = [
  ...(['m.read', 'm.read.private'] as const).map((type) =>
    defineCase({
      id: type === 'm.read' ? 'unread-counts/settled-then-read' : 'unread-counts/settled-then-privately-read',
      title: `Messages that have been unread for a while are counted one by one when ${type} reads some of them`,
      verifies: [
        'unread-counts.in-sync',
        'unread-counts.highlight',
        type === 'm.read' ? 'receipts.marks-read' : 'receipts.private-marks-read',
        'receipts.later-stay-unread',
      ],
      settles: true,
      caughtBy: [
        'unread-counts.sum-read-by-any-receipt',
        'unread-counts.sum-stays-unread',
        'unread-counts.sum-forgets-highlights',
      ],
      fairness: FAIR_TO_SETTLE,
      async run({ createScene, settle }) {
        const scene = await createScene()
        const { alice, bob, room } = scene
        const [, second = '', , last = ''] = await fourUnread(scene)
        await settle()
        expectEqual('the counts after a while', await alice.unreadCounts(room), counted(4, 2))
        await alice.read(room, second, { type })
        await expectExactly(scene, 'after a receipt for the second of four', counted(2, 1))
        await bob.send(room, 'a fifth message')
        await expectExactly(scene, 'after a receipt in the middle and another message', counted(3, 1))
        await alice.read(room, last, { type })
        await expectExactly(scene, 'after a receipt for the fourth of five', counted(1, 0))
      },
    }),
  ),

  defineCase({
    id: 'unread-counts/read-then-settled',
    title: 'What a receipt in the middle has left unread is counted once, after a while too',
    verifies: ['unread-counts.in-sync', 'unread-counts.highlight', 'receipts.later-stay-unread'],
    settles: true,
    caughtBy: ['unread-counts.sum-counts-again-after-receipt', 'unread-counts.sum-forgets-highlights'],
    fairness: FAIR_TO_SETTLE,
    async run({ createScene, settle }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const [, second = ''] = await fourUnread(scene)
      await alice.read(room, second)
      await expectExactly(scene, 'after a receipt for the second of four', counted(2, 1))
      await settle()
      expectEqual('the counts after a while', await alice.unreadCounts(room), counted(2, 1))
      await bob.send(room, 'a fifth message')
      await expectExactly(scene, 'after a while and another message', counted(3, 1))
    },
  }),

  defineCase({
    id: 'unread-counts/settled-then-sent',
    title: 'Sending a message reads what has been unread for a while',
    verifies: ['unread-counts.in-sync', 'receipts.sending-marks-read'],
    settles: true,
    caughtBy: ['receipts.sending-marks-nothing-read'],
    fairness: FAIR_TO_SETTLE,
    async run({ createScene, settle }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await fourUnread(scene)
      await settle()
      await alice.send(room, 'mine')
      await expectExactly(scene, 'after sending', NOTHING_UNREAD)
      await bob.send(room, 'a reply')
      await expectExactly(scene, 'after a reply', counted(1, 0))
    },
  }),

  defineCase({
    id: 'unread-counts/settled-in-two-rooms',
    title: 'Messages that have been unread in two rooms for a while are counted in both',
    verifies: ['unread-counts.in-sync', 'unread-counts.per-room', 'unread-counts.highlight'],
    settles: true,
    caughtBy: ['unread-counts.sum-forgets-other-rooms', 'unread-counts.sum-forgets-highlights'],
    fairness: FAIR_TO_SETTLE,
    async run({ createScene, settle }) {
      const here = await createScene()
      const { alice, bob } = here
      const there = { alice, bob, room: await bob.createRoom({ invite: [alice] }) }
      await alice.join(there.room)
      const [, second = ''] = await fourUnread(here)
      await fourUnread(there)
      await settle()
      expectEqual('the counts of the first room', await alice.unreadCounts(here.room), counted(4, 2))
      expectEqual('the counts of the second room', await alice.unreadCounts(there.room), counted(4, 2))
      await alice.read(here.room, second)
      await expectExactly(here, 'after a receipt for the second of four', counted(2, 1))
      expectEqual('the counts of the room without a receipt', await alice.unreadCounts(there.room), counted(4, 2))
    },
  }),

  settledThread({
    id: 'unread-counts/settled-thread',
    title: 'A receipt for a thread reads those of its messages that have been unread for a while, up to its event',
    verifies: ['unread-counts.threads', 'unread-counts.main-timeline', 'receipts.thread'],
    caughtBy: ['unread-counts.sum-forgets-threads', 'unread-counts.sum-read-by-any-receipt'],
    threadOf: (root) => root,
    left: { main: 2, thread: 1 },
  }),

  settledThread({
    id: 'unread-counts/settled-main-timeline',
    title: 'A receipt for the main timeline leaves the messages of a thread that have been unread for a while',
    verifies: ['unread-counts.threads', 'unread-counts.main-timeline', 'receipts.main-timeline'],
    caughtBy: ['unread-counts.sum-forgets-threads', 'unread-counts.sum-read-by-any-receipt'],
    threadOf: () => 'main',
    left: { main: 1, thread: 2 },
  }),
]

interface ThreadCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy'> {
  /** Returns the thread of the receipt; it is for the first of two messages there */
  threadOf(root: string): string
  /** Numbers of unread notifications after the receipt */
  left: { main: number; thread: number }
}

/** Defines a case in which a receipt reads one of two messages in the main timeline or a thread, after a while. */
function settledThread({ threadOf, left, ...definition }: ThreadCase) {
  return defineCase({
    ...definition,
    settles: true,
    fairness: `${FAIR_TO_SETTLE} The root of the thread was read before.`,
    async run({ createScene, settle }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const root = await bob.send(room, 'the root')
      await startAtZero(scene)
      const inMain = await bob.send(room, 'in no thread')
      const reply = await bob.send(room, inThread(root, 'in the thread'))
      await bob.send(room, 'later in no thread')
      await bob.send(room, inThread(root, 'later in the thread'))
      await alice.untilUnread(room, 4)
      await settle()
      await expectByThread(scene, root, 'after a while', { main: 2, thread: 2 })
      const threadId = threadOf(root)
      await alice.read(room, threadId === root ? reply : inMain, { threadId })
      await expectByThread(scene, root, 'after the receipt', left)
    },
  })
}

function counted(notification_count: number, highlight_count: number): Counts {
  return { notification_count, highlight_count }
}

/**
 * Makes four messages of Bob's unread, and nothing else. The second and the last one have a highlight.
 *
 * @returns their event IDs
 */
async function fourUnread(scene: Pick<Scene, 'alice' | 'bob' | 'room'>): Promise<string[]> {
  const { alice, bob, room } = scene
  await alice.putRule('content', 'cake', {
    pattern: 'cake',
    actions: ['notify', { set_tweak: 'highlight', value: true }],
  })
  await startAtZero(scene)
  const sent: string[] = []
  for (const body of ['one', 'two, with cake', 'three', 'four, with cake']) sent.push(await bob.send(room, body))
  await expectExactly(scene, 'with four messages', counted(4, 2))
  return sent
}

/** Waits until Alice's counts of the room are these. */
async function expectExactly(
  { alice, room }: Pick<Scene, 'alice' | 'room'>,
  when: string,
  expected: Counts,
): Promise<void> {
  await alice.expectCounts(room, `${quote(expected)} ${when}`, (found) => isDeepStrictEqual(found, expected))
}

/** Waits until Alice's notification counts of the main timeline and of a thread are these. */
async function expectByThread(
  { alice, room }: Scene,
  root: string,
  when: string,
  expected: { main: number; thread: number },
): Promise<void> {
  let found = await alice.unreadCountsByThread(room)
  const numbers = () => ({
    main: found.main.notification_count,
    thread: (found.threads[root] ?? NOTHING_UNREAD).notification_count,
  })
  await eventually(async () => {
    found = await alice.unreadCountsByThread(room)
    return isDeepStrictEqual(numbers(), expected) ? true : undefined
  }, alice.client.access.timeoutMs)
  expect(
    isDeepStrictEqual(numbers(), expected),
    `Expected the notification counts ${when} to be ${quote(expected)}, found ${quote(numbers())}`,
    withoutThreads(found),
  )
}
