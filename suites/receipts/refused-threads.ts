import { defineCase, type Scene } from '../harness/case.ts'
import type { Answer } from '../harness/client.ts'
import { errcodeOf } from '../harness/errcode.ts'
import { expectEqual } from '../harness/expect.ts'
import { inThread } from '../harness/relation.ts'

/** A receipt that has to be refused because of its thread. */
interface Refused {
  id: string
  what: string
  verifies: string
  receipt(events: Events): { eventId: string; threadId: unknown; type?: string }
}

/** The events of a room with two threads. */
interface Events {
  root: string
  /** In the thread of `root` */
  reply: string
  otherRoot: string
  /** In no thread */
  unrelated: string
}

const REFUSED: readonly Refused[] = [
  {
    id: 'thread-that-is-a-number',
    what: 'A receipt whose thread_id is a number',
    verifies: 'receipts.malformed-thread',
    receipt: ({ reply }) => ({ eventId: reply, threadId: 1 }),
  },
  {
    id: 'thread-that-is-empty',
    what: 'A receipt whose thread_id is empty',
    verifies: 'receipts.malformed-thread',
    receipt: ({ reply }) => ({ eventId: reply, threadId: '' }),
  },
  {
    id: 'message-in-no-thread',
    what: 'A receipt for a message in no thread, with the thread_id of a thread,',
    verifies: 'receipts.foreign-thread',
    receipt: ({ root, unrelated }) => ({ eventId: unrelated, threadId: root }),
  },
  {
    id: 'message-in-another-thread',
    what: 'A receipt for a message in one thread, with the thread_id of another,',
    verifies: 'receipts.foreign-thread',
    receipt: ({ otherRoot, reply }) => ({ eventId: reply, threadId: otherRoot }),
  },
  {
    id: 'read-marker-with-thread',
    what: 'A read marker with a thread_id',
    verifies: 'receipts.thread-with-marker',
    receipt: ({ root, reply }) => ({ eventId: reply, threadId: root, type: 'm.fully_read' }),
  },
]

/** Each of them: that it is refused, and with which errcode. */
export const refusedThreads = REFUSED.flatMap(({ id, what, verifies, receipt }) => [
  defineCase({
    id: `receipts/${id}`,
    title: `${what} is refused`,
    verifies: [verifies],
    async run({ scene }) {
      expectEqual('the status of the answer', (await answerTo(receipt, await scene())).status, 400)
    },
  }),

  defineCase({
    id: `receipts/${id}-errcode`,
    title: `${what} is refused with the errcode M_INVALID_PARAM`,
    verifies: ['receipts.thread-errcode'],
    async run({ scene }) {
      expectEqual('the errcode', errcodeOf((await answerTo(receipt, await scene())).body), 'M_INVALID_PARAM')
    },
  }),
])

/** The answer of the target to the receipt, in a room with two threads. */
async function answerTo(receipt: Refused['receipt'], { alice, bob, room }: Scene): Promise<Answer> {
  const root = await bob.send(room, 'the root of a thread')
  const otherRoot = await bob.send(room, 'the root of another thread')
  const reply = await bob.send(room, inThread(root, 'in the thread'))
  await bob.send(room, inThread(otherRoot, 'in the other thread'))
  const unrelated = await bob.send(room, 'in no thread')
  const { eventId, threadId, type = 'm.read' } = receipt({ root, reply, otherRoot, unrelated })
  return await alice.tryRead(room, eventId, type, { thread_id: threadId })
}
