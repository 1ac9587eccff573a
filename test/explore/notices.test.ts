import t from 'tap'
import { highlights, type Notice, Notices, notifies, type Outcome, unreadRange } from '../../explore/model/notices.ts'

// What is unread after messages and receipts, as far as the specification says it.

const SILENT: Outcome = { notify: false, highlight: false, tweaks: {}, actions: [] }
const PLAIN: Outcome = { notify: true, highlight: false, tweaks: {}, actions: ['notify'] }
const LOUD: Outcome = { ...PLAIN, highlight: true, tweaks: { highlight: true } }

function noticesOf(...items: Partial<Notice>[]): Notices {
  const notices = new Notices()
  for (const [index, item] of items.entries()) {
    notices.all.push({
      event: `m${index + 1}`,
      eventId: `$${index + 1}`,
      room: 'room 1',
      position: index + 1,
      by: 'bob',
      user: 'alice',
      isMessage: true,
      sent: { type: 'm.room.message', content: {} },
      outcomes: [PLAIN],
      isDoubtful: false,
      read: 'no',
      devices: [],
      ...item,
    })
  }
  return notices
}

const unread = (notices: Notices) => unreadRange(notices.of('alice', 'room 1'), notifies)

t.test('an event notifies if all outcomes do, and may if some do', async (t) => {
  const certainty = (...outcomes: Outcome[]) => notifies({ outcomes, isDoubtful: false })
  t.equal(certainty(PLAIN, LOUD), 'yes')
  t.equal(certainty(PLAIN, SILENT), 'maybe')
  t.equal(certainty(SILENT), 'no')
  t.equal(notifies({ outcomes: [PLAIN], isDoubtful: true }), 'maybe')
  t.equal(highlights({ outcomes: [PLAIN, LOUD], isDoubtful: false }), 'maybe')
})

t.test('what may be counted is between bounds', async (t) => {
  const notices = noticesOf({}, { outcomes: [PLAIN, SILENT] }, { outcomes: [SILENT] })
  t.strictSame(unread(notices), { min: 1, max: 2 })
})

const RECEIPT = { user: 'alice', room: 'room 1', type: 'm.read', upTo: 2, thread: undefined } as const

t.test('a receipt reads up to its event, in every thread', async (t) => {
  const notices = noticesOf({}, { thread: 'm1' }, {})
  notices.receive(RECEIPT)
  t.strictSame(unread(notices), { min: 1, max: 1 })
})

t.test('a receipt for a thread reads only what is in it', async (t) => {
  const notices = noticesOf({}, { thread: 'm1' }, {})
  notices.receive({ ...RECEIPT, upTo: 3, thread: 'm1' })
  t.strictSame(unread(notices), { min: 2, max: 2 })
  notices.receive({ ...RECEIPT, upTo: 3, thread: 'main' })
  t.strictSame(unread(notices), { min: 0, max: 0 })
})

t.test('a receipt reads nothing of others, and nothing in other rooms', async (t) => {
  const notices = noticesOf({}, { room: 'room 2' }, { user: 'carol' })
  notices.receive({ ...RECEIPT, upTo: 9 })
  t.strictSame(unreadRange(notices.of('alice', 'room 2'), notifies), { min: 1, max: 1 })
  t.strictSame(unreadRange(notices.of('carol'), notifies), { min: 1, max: 1 })
})

t.test('a message reads what was before it, and perhaps what is in other threads', async (t) => {
  const notices = noticesOf({}, { thread: 'm1' })
  notices.send('alice', 'room 1', { isMessage: true })
  t.strictSame(unread(notices), { min: 0, max: 1 })
})

t.test('another event of the user perhaps reads what was before it', async (t) => {
  const notices = noticesOf({}, {})
  notices.send('alice', 'room 1', { isMessage: false })
  t.strictSame(unread(notices), { min: 0, max: 2 })
})

t.test('after leaving, it is not certain what is unread', async (t) => {
  const notices = noticesOf({}, { read: 'yes' })
  notices.leave('alice', 'room 1')
  t.strictSame(unread(notices), { min: 0, max: 1 })
})

t.test('a read marker without a receipt perhaps reads up to its event', async (t) => {
  const notices = noticesOf({}, {}, {})
  notices.doubtUpTo('alice', 'room 1', 2)
  t.strictSame(unread(notices), { min: 1, max: 3 })
})
