import { quote } from '../../common/text.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expectStatus } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'
import type { CheckedResponse } from '../harness/target/client.ts'
import { inThread } from '../harness/users/relation.ts'

/** Receipt that has to be refused because of its thread. */
interface RefusedReceipt {
  id: string
  /** Noun phrase that says what is wrong, for titles */
  what: string
  verifies: string
  caughtBy: string
  /** Reason why the target has to refuse it */
  fairness: string
  receipt(events: Events): { eventId: string; threadId: unknown; type?: string }
}

/** Events of a room with two threads. */
interface Events {
  root: string
  /** Reply in the thread of `root` */
  reply: string
  otherRoot: string
  /** Message outside any thread */
  unrelated: string
}

const REFUSED: readonly RefusedReceipt[] = [
  {
    id: 'numeric-thread-id',
    what: 'a receipt whose thread_id is a number',
    verifies: 'receipts.malformed-thread',
    caughtBy: 'receipts.malformed-thread-accepted',
    fairness: 'Status 400 is listed for a thread_id that is not a string. Only the status is checked.',
    receipt: ({ reply }) => ({ eventId: reply, threadId: 1 }),
  },
  {
    id: 'empty-thread-id',
    what: 'a receipt whose thread_id is empty',
    verifies: 'receipts.malformed-thread',
    caughtBy: 'receipts.malformed-thread-accepted',
    fairness: 'Status 400 is listed for an empty thread_id, and no event ID is empty. Only the status is checked.',
    receipt: ({ reply }) => ({ eventId: reply, threadId: '' }),
  },
  {
    id: 'message-in-no-thread',
    what: 'a receipt with the thread_id of a thread for a message outside any thread',
    verifies: 'receipts.unrelated-thread',
    caughtBy: 'receipts.unrelated-thread-accepted',
    fairness:
      'Status 400 is listed for an event that is not related to the thread. The message is not related to any event.',
    receipt: ({ root, unrelated }) => ({ eventId: unrelated, threadId: root }),
  },
  {
    id: 'message-in-another-thread',
    what: 'a receipt with the thread_id of one thread for a message in another',
    verifies: 'receipts.unrelated-thread',
    caughtBy: 'receipts.unrelated-thread-accepted',
    fairness:
      'Status 400 is listed for an event that is not related to the thread. Neither the message nor its root is related to the other thread.',
    receipt: ({ otherRoot, reply }) => ({ eventId: reply, threadId: otherRoot }),
  },
  {
    id: 'fully-read-with-thread',
    what: 'a read marker with a thread_id',
    verifies: 'receipts.thread-with-fully-read',
    caughtBy: 'receipts.fully-read-with-thread-accepted',
    fairness:
      'Status 400 is listed for a thread_id with a type that does not support it. Of the three types only the two read receipts support it, so the marker does not.',
    receipt: ({ root, reply }) => ({ eventId: reply, threadId: root, type: 'm.fully_read' }),
  },
]

/**
 * Two cases for each of them: that it is refused, and with which errcode, which the specification gives only as an
 * example.
 */
export const refusedThreads = REFUSED.flatMap(({ id, what, verifies, caughtBy, fairness, receipt }) => [
  defineCase({
    id: `receipts/${id}`,
    title: `${what.replace(/^a/, 'A')} is refused`,
    verifies: [verifies],
    caughtBy: [caughtBy],
    fairness,
    async run({ sharedScene }) {
      expectStatus(await responseTo(receipt, await sharedScene()), 400, `it is ${what}`)
    },
  }),

  defineCase({
    id: `receipts/${id}-errcode`,
    title: `The errcode with which ${what} is refused`,
    verifies: ['receipts.thread-errcode'],
    async run({ sharedScene }) {
      const { status, body } = await responseTo(receipt, await sharedScene())
      if (status === 200) throw new NotApplicable(`The target does not refuse ${what}`)
      return `The target responds with ${status} and the errcode ${quote(errcodeOf(body))}`
    },
  }),
])

/** Returns the target's response to the receipt, in a room with two threads. */
async function responseTo(receipt: RefusedReceipt['receipt'], { alice, bob, room }: Scene): Promise<CheckedResponse> {
  const send = (message: Parameters<typeof bob.send>[1]) => bob.send(room, message)
  const [root, otherRoot, unrelated] = await Promise.all([
    send('the root of a thread'),
    send('the root of another thread'),
    send('in no thread'),
  ])
  const [reply] = await Promise.all([
    send(inThread(root, 'in the thread')),
    send(inThread(otherRoot, 'in the other thread')),
  ])
  const { eventId, threadId, type = 'm.read' } = receipt({ root, reply, otherRoot, unrelated })
  return await alice.tryRead(room, eventId, type, { thread_id: threadId })
}
