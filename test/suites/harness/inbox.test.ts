import t from 'tap'
import { Mismatch } from '../../../suites/harness/errors.ts'
import { createInbox, PATIENCE_MS, pushOf } from './support.ts'

/** Longer than any test runs: a check that waits for its end is one that did not notice what it waits for. */
const FOREVER_MS = 3_600_000

const UNORDERED = { afterFenceMs: FOREVER_MS, withoutFenceMs: FOREVER_MS }
const SETTLED_SOON = { afterFenceMs: 5, withoutFenceMs: 5 }

t.test('expectPush', async (t) => {
  t.test('gives the push that is there', async (t) => {
    const inbox = createInbox('key')
    const push = pushOf('$a')
    inbox.receive(pushOf('$other'))
    inbox.receive(push)
    t.equal(await inbox.expectPush('$a'), push)
  })

  t.test('waits for the push that is on its way', async (t) => {
    const inbox = createInbox('key')
    const awaited = inbox.expectPush('$a')
    inbox.receive(pushOf('$other'))
    inbox.receive(pushOf('$a'))
    t.match(await awaited, { notification: { event_id: '$a' } })
  })

  t.test('gives the first of several', async (t) => {
    const inbox = createInbox('key')
    for (const at of [1, 2]) inbox.receive(pushOf('$a', { at }))
    t.match(await inbox.expectPush('$a'), { at: 1 })
    t.equal(inbox.about('$a').length, 2)
  })

  t.test('says what came instead', async (t) => {
    const inbox = createInbox('key', { patienceMs: 5 })
    await t.rejects(inbox.expectPush('$a'), new Mismatch('Expected a push of $a within 0.005 s, found no push at all'))
    inbox.receive(pushOf('$b'))
    inbox.receive(pushOf('', { notification: { devices: [] } }))
    await t.rejects(
      inbox.expectPush('$a'),
      new Mismatch('Expected a push of $a within 0.005 s, found pushes of $b, no event (counts only)'),
    )
  })

  t.test('takes a push of any shape, which is judged elsewhere', async (t) => {
    const inbox = createInbox('key')
    inbox.receive(pushOf('$a', { violations: ['At /notification/room_id: found 5, wanted a string'] }))
    t.match(await inbox.expectPush('$a'), { violations: [/found 5/] })
  })
})

t.test('expectPushThat', async (t) => {
  const inbox = createInbox('key', { patienceMs: 5 })
  const awaited = createInbox('key')
  const found = awaited.expectPushThat('a push of counts', ({ notification }) => notification.counts !== undefined)
  awaited.receive(pushOf('$a'))
  awaited.receive(pushOf('$b', { notification: { counts: { unread: 0 }, devices: [] } }))
  t.match(await found, { notification: { counts: { unread: 0 } } })
  await t.rejects(
    inbox.expectPushThat('a push of counts', () => true),
    new Mismatch('Expected a push of counts within 0.005 s, found no push at all'),
  )
})

t.test('expectNoPush', async (t) => {
  t.test('is proved by the fence alone where the target keeps the order', async (t) => {
    const inbox = createInbox('key')
    inbox.receive(pushOf('$fence'))
    await inbox.expectNoPush('$own', { until: '$fence' })
    t.strictSame(inbox.proofs, ['the push of the later event $fence arrived without it'])
  })

  t.test('is not proved without the fence', async (t) => {
    const inbox = createInbox('key', { patienceMs: 5 })
    inbox.receive(pushOf('$other'))
    await t.rejects(inbox.expectNoPush('$own', { until: '$fence' }), /^Expected a push of \$fence/)
    t.strictSame(inbox.proofs, [])
  })

  t.test('is refuted by a push before the fence', async (t) => {
    const inbox = createInbox('key')
    inbox.receive(pushOf('$own'))
    inbox.receive(pushOf('$fence'))
    await t.rejects(
      inbox.expectNoPush('$own', { until: '$fence' }),
      new Mismatch('Expected no push of $own, found one'),
    )
    t.strictSame(inbox.proofs, [])
  })

  t.test('is refuted by a push within the settle time, at once', async (t) => {
    const inbox = createInbox('key', { settling: UNORDERED })
    const checked = inbox.expectNoPush('$own', { until: '$fence' })
    inbox.receive(pushOf('$fence'))
    inbox.receive(pushOf('$unrelated'))
    await new Promise(setImmediate)
    inbox.receive(pushOf('$own'))
    await t.rejects(checked, new Mismatch('Expected no push of $own, found one'))
  })

  t.test('is proved by the fence and the settle time where the target does not keep the order', async (t) => {
    const inbox = createInbox('key', { settling: SETTLED_SOON })
    inbox.receive(pushOf('$fence'))
    await inbox.expectNoPush('$own', { until: '$fence' })
    t.strictSame(inbox.proofs, ['the push of the later event $fence arrived without it, and 5 ms passed'])
  })

  t.test('keeps no more pushes than are useful, and notices the first ones', async (t) => {
    const inbox = createInbox('key')
    for (let n = 0; n < 5000; n += 1) inbox.receive(pushOf(`$${n}`))
    t.equal(inbox.pushes.length, 1000)
    await t.rejects(inbox.expectNoPush('$0', { until: '$999' }), Mismatch)
  })
})

t.test('expectSilence', async (t) => {
  t.test('is proved by the push at another inbox and the settle time', async (t) => {
    const [inbox, other] = [createInbox('key', { settling: SETTLED_SOON }), createInbox('other')]
    other.receive(pushOf('$fence'))
    await inbox.expectSilence('$own', { until: { inbox: other, fence: '$fence' } })
    t.match(inbox.proofs, [/^another pusher got the push of \$fence, and 5 ms passed/])
  })

  t.test('is not proved without the push at the other inbox', async (t) => {
    const [inbox, other] = [createInbox('key'), createInbox('other', { patienceMs: 5 })]
    inbox.receive(pushOf('$fence'))
    await t.rejects(
      inbox.expectSilence('$own', { until: { inbox: other, fence: '$fence' } }),
      /Expected a push of \$fence/,
    )
  })

  t.test('is refuted by a push before', async (t) => {
    const [inbox, other] = [createInbox('key', { settling: UNORDERED }), createInbox('other')]
    inbox.receive(pushOf('$own'))
    other.receive(pushOf('$fence'))
    await t.rejects(
      inbox.expectSilence('$own', { until: { inbox: other, fence: '$fence' } }),
      new Mismatch('Expected no push of $own, found one'),
    )
  })

  t.test('is refuted by a push within the settle time, at once', async (t) => {
    const [inbox, other] = [createInbox('key', { settling: UNORDERED }), createInbox('other')]
    const checked = inbox.expectSilence('$own', { until: { inbox: other, fence: '$fence' } })
    other.receive(pushOf('$fence'))
    await new Promise(setImmediate)
    inbox.receive(pushOf('$own'))
    await t.rejects(checked, new Mismatch('Expected no push of $own, found one'))
  })
})

t.test('an inbox answers with 200 and rejects nothing unless a case says otherwise', async (t) => {
  const inbox = createInbox('key', { patienceMs: PATIENCE_MS })
  t.strictSame(inbox.answer(pushOf('$a')), { status: 200, body: { rejected: [] } })
})
