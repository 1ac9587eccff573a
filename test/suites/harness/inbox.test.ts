import t from 'tap'
import { Mismatch } from '../../../suites/harness/case/errors.ts'
import { failing } from '../../../suites/harness/push-receiver/push-response.ts'
import { createInbox, LONG_TIMEOUT_MS, pushOf, SHORT_TIMEOUT_MS } from './support.ts'

/** Longer than any test runs, so that a check that waits for it fails. */
const FOREVER_MS = 3_600_000

const UNORDERED = { afterFenceMs: FOREVER_MS, withoutFenceMs: FOREVER_MS }
const SETTLED_SOON = { afterFenceMs: 5, withoutFenceMs: 5 }

t.test('expectPush', async (t) => {
  t.test('returns the push that is there', async (t) => {
    const inbox = createInbox('key')
    const push = pushOf('$a')
    inbox.receive(pushOf('$other'))
    inbox.receive(push)
    t.equal(await inbox.expectPush('$a'), push)
  })

  t.test('waits for the push that is in transit', async (t) => {
    const inbox = createInbox('key')
    const awaited = inbox.expectPush('$a')
    inbox.receive(pushOf('$other'))
    inbox.receive(pushOf('$a'))
    t.match(await awaited, { notification: { event_id: '$a' } })
  })

  t.test('returns the first of several', async (t) => {
    const inbox = createInbox('key')
    for (const at of [1, 2]) inbox.receive(pushOf('$a', { at }))
    t.match(await inbox.expectPush('$a'), { at: 1 })
    t.equal(inbox.about('$a').length, 2)
  })

  t.test('says what arrived instead', async (t) => {
    const inbox = createInbox('key', { timeoutMs: 5 })
    await t.rejects(inbox.expectPush('$a'), new Mismatch('Expected a push of $a within 0.005 s, found no push at all'))
    inbox.receive(pushOf('$b'))
    inbox.receive(pushOf('', { notification: { devices: [] } }))
    await t.rejects(
      inbox.expectPush('$a'),
      new Mismatch('Expected a push of $a within 0.005 s, found pushes of $b, no event (counts only)'),
    )
  })

  t.test('says why the push has to arrive, and what the target violates if it does not', async (t) => {
    const inbox = createInbox('key', { timeoutMs: 5 })
    await t.rejects(inbox.expectPush('$a', { because: 'the rule "tea" matches it' }), {
      message: 'Expected a push of $a within 0.005 s, because the rule "tea" matches it, found no push at all',
      details: { buildsOn: ['actions.notify'] },
    })
    await t.rejects(inbox.expectPush('$a', { buildsOn: [] }), {
      name: 'Mismatch',
      details: { buildsOn: [], missing: Object },
    })
  })

  t.test('accepts a push of any shape, which other cases check', async (t) => {
    const inbox = createInbox('key')
    inbox.receive(pushOf('$a', { violations: ['At /notification/room_id: expected a string, found 5'] }))
    t.match(await inbox.expectPush('$a'), { violations: [/found 5/] })
  })
})

t.test('expectPushThat', async (t) => {
  const inbox = createInbox('key', { timeoutMs: 5 })
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

t.test('isPushed waits for the fence, and reports whether the event was pushed', async (t) => {
  const inbox = createInbox('key', { timeoutMs: 5 })
  inbox.receive(pushOf('$a'))
  await t.rejects(inbox.isPushed('$a', { until: '$fence' }), {
    name: 'Mismatch',
    details: { buildsOn: ['actions.notify'] },
  })
  inbox.receive(pushOf('$fence'))
  t.equal(await inbox.isPushed('$a', { until: '$fence' }), true)
  t.equal(await inbox.isPushed('$b', { until: '$fence' }), false)
})

t.test('expectNoPush', async (t) => {
  t.test('is proved by the fence alone if the target keeps the order', async (t) => {
    const inbox = createInbox('key')
    inbox.receive(pushOf('$fence'))
    await inbox.expectNoPush('$own', { until: '$fence' })
    t.strictSame(inbox.proofs, ['the push of the later event $fence arrived without it'])
  })

  t.test('is not proved without the fence', async (t) => {
    const inbox = createInbox('key', { timeoutMs: 5 })
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

  t.test('says why there must be none, and which tweaks the push has', async (t) => {
    const inbox = createInbox('key')
    const device = { app_id: 'org.example', pushkey: 'key', tweaks: { sound: 'ring' } }
    inbox.receive(pushOf('$own', { device }))
    inbox.receive(pushOf('$fence'))
    const message = 'Expected no push of $own, because Alice sent it, found one with the tweaks {"sound":"ring"}'
    await t.rejects(inbox.expectNoPush('$own', { until: '$fence', because: 'Alice sent it' }), new Mismatch(message))
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

  t.test('is proved by the fence and the settle time if the target does not keep the order', async (t) => {
    const inbox = createInbox('key', { settling: SETTLED_SOON })
    inbox.receive(pushOf('$fence'))
    await inbox.expectNoPush('$own', { until: '$fence' })
    t.strictSame(inbox.proofs, ['the push of the later event $fence arrived without it, and 5 ms passed'])
  })

  t.test('stores a limited number of pushes, and finds the first ones', async (t) => {
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
    const [inbox, other] = [createInbox('key'), createInbox('other', { timeoutMs: 5 })]
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

t.test('an inbox responds with 200 and rejects nothing unless a case says otherwise', async (t) => {
  const inbox = createInbox('key', { timeoutMs: LONG_TIMEOUT_MS })
  t.strictSame(inbox.response(pushOf('$a')), { status: 200, body: { rejected: [] } })
})

t.test('attempt', async (t) => {
  t.test('returns the attempt with that number, even if it is still in transit', async (t) => {
    const inbox = createInbox('key')
    inbox.receive(pushOf('$a', { at: 1 }))
    inbox.receive(pushOf('$b'))
    t.match(await inbox.attempt('$a', 1, LONG_TIMEOUT_MS), { at: 1 })
    const awaited = inbox.attempt('$a', 2, LONG_TIMEOUT_MS)
    inbox.receive(pushOf('$a', { at: 2 }))
    t.match(await awaited, { at: 2 })
  })

  t.test('returns nothing if there are fewer attempts', async (t) => {
    const inbox = createInbox('key')
    inbox.receive(pushOf('$a'))
    t.equal(await inbox.attempt('$a', 2, 5), undefined)
  })
})

t.test('expectNothingMore', async (t) => {
  t.test('is proved by a sign before which nothing more arrived', async (t) => {
    const inbox = createInbox('key', { settling: SETTLED_SOON })
    inbox.receive(pushOf('$a'))
    await inbox.expectNothingMore(async () => 'another pusher was tried again')
    t.strictSame(inbox.proofs, ['another pusher was tried again, and 5 ms had passed before, for pushes in transit'])
  })

  t.test('allows pushes that were in transit, within the settle time', async (t) => {
    const inbox = createInbox('key', { settling: { afterFenceMs: 0, withoutFenceMs: SHORT_TIMEOUT_MS } })
    const checked = inbox.expectNothingMore(async () => 'the time was over')
    inbox.receive(pushOf('$a'))
    await checked
    t.equal(inbox.proofs.length, 1)
  })

  t.test('is refuted by a push before the sign', async (t) => {
    const inbox = createInbox('key', { settling: SETTLED_SOON })
    const sign = async () => {
      inbox.receive(pushOf('$a'))
      return 'another pusher was tried again'
    }
    await t.rejects(
      inbox.expectNothingMore(sign),
      new Mismatch(
        'Expected nothing more to be sent to the pusher, found 1 more push by when another pusher was tried again',
      ),
    )
    t.strictSame(inbox.proofs, [])
  })
})

t.test('an inbox that delays its responses sends them all at once, and responds alike from then on', async (t) => {
  const inbox = createInbox('key')
  const release = inbox.hold()
  const held = [inbox.response(pushOf('$a')), inbox.response(pushOf('$b'))]
  release(failing(503))
  t.match(await Promise.all(held), [{ status: 503 }, { status: 503 }])
  t.match(inbox.response(pushOf('$c')), { status: 503 })
  inbox.accept()
  t.strictSame(inbox.response(pushOf('$d')), { status: 200, body: { rejected: [] } })
})

t.test('a target that sends too much gets its later pushes without their content', async (t) => {
  const inbox = createInbox('key')
  const large = pushOf('$large', { notification: { event_id: '$large', content: { body: 'x' }, devices: [] } })
  for (let pushes = 0; pushes < 5; pushes += 1) inbox.receive(large, 'x'.repeat(1_000_000))
  inbox.receive(pushOf('$values'), ','.repeat(100_000))
  inbox.receive(pushOf('$later'), '{}')
  t.match(inbox.about('$large')[3], { notification: { content: { body: 'x' } } })
  t.equal(inbox.about('$large')[4]?.notification.content, undefined)
  t.match(inbox.about('$values'), [{ device: { app_id: 'org.example', pushkey: 'key' } }])
  t.equal(inbox.about('$later').length, 1)
})
