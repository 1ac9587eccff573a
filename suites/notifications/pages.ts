import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import type { NotificationQuery } from '../harness/users/requests.ts'
import type { User } from '../harness/users/user.ts'
import { eventIdsOf, expectListed, MANY } from './helpers/notification-list.ts'

/** Pages of the list, and the list of highlights. */
export const pages = [
  defineCase({
    id: 'notifications/limit',
    title: 'A response contains no more notifications than the limit',
    verifies: ['notifications.limit'],
    caughtBy: ['notifications.limit-ignored'],
    fairness: 'The limit is a maximum. Fewer notifications are fine, and so is an empty last page.',
    async run({ createScene }) {
      const scene = await createScene()
      await sendMessages(scene, ['one', 'two', 'three'])
      for (const limit of [1, 2]) {
        const { notifications } = await scene.alice.notificationPage({ limit })
        const found = notifications.length
        expect(found <= limit, `Expected at most ${limit} in a response with that limit, found ${found}`)
      }
    },
  }),

  defineCase({
    id: 'notifications/pages-are-complete',
    title: 'The pages of the list contain each message once and come to an end',
    verifies: ['notifications.paging', 'notifications.last-page'],
    caughtBy: ['notifications.from-ignored', 'notifications.page-repeats-last'],
    fairness:
      'The notifications may be in any order, and a page may have any number up to the limit, including none. The specification marks the end only by the absence of next_token, so it has to be absent eventually.',
    async run({ createScene }) {
      const scene = await createScene()
      const sent = await sendMessages(scene, ['one', 'two', 'three', 'four', 'five'])
      const found = await readAllPages(scene.alice, { limit: 2 })
      expectEqual(
        'which of the five messages are on the pages',
        found.filter((id) => sent.includes(id)).sort(),
        sent.sort(),
      )
    },
  }),

  defineCase({
    id: 'notifications/pages-while-events-arrive',
    title: 'A message that arrives between two pages does not make an earlier one disappear',
    verifies: ['notifications.paging'],
    caughtBy: ['notifications.from-ignored'],
    fairness:
      'A token continues the list where it stopped, so nothing may be missing. The specification does not say whether new messages shift a page, so a message may appear twice, and the new one may be listed or not.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const sent = await sendMessages(scene, ['one', 'two', 'three', 'four'])
      const first = await alice.notificationPage({ limit: 2 })
      const { next_token } = first
      expect(typeof next_token === 'string', 'Expected a next_token after at most two of four messages, found none')
      await expectListed(alice, await bob.send(room, 'in between'))
      const rest = await readAllPages(alice, { limit: 2, from: next_token })
      const found = new Set([...idsOf(first.notifications), ...rest].filter((id) => sent.includes(id)))
      expectEqual('which of the four messages are on the pages', [...found].sort(), sent.sort())
    },
  }),

  defineCase({
    id: 'notifications/only-highlights',
    title: 'With only=highlight, a message with a highlight is listed, and one without is not',
    verifies: ['notifications.only-highlight'],
    caughtBy: ['notifications.only-ignored'],
    fairness:
      'A highlight tweak without a value is true by definition. All pages are read, and only the three messages are looked for.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice } = scene
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      const [tea, cake, milk] = await sendMessages(scene, ['there is tea', 'there is cake', 'there is milk'])
      const found = eventIdsOf(await alice.notifications({ ...MANY, only: 'highlight' }))
      expectEqual(
        'whether the messages are listed',
        { tea: found.includes(tea), cake: found.includes(cake), milk: found.includes(milk) },
        { tea: false, cake: true, milk: false },
      )
    },
  }),

  defineCase({
    id: 'notifications/only-highlights-in-pages',
    title: 'With only=highlight, the pages contain every message with a highlight, and no others',
    verifies: ['notifications.only-highlight', 'notifications.paging'],
    caughtBy: ['notifications.only-ignored', 'notifications.from-ignored'],
    fairness:
      'Pages may be empty if the target filters them after cutting the list into pages, as long as next_token continues.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice } = scene
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      const sent = await sendMessages(scene, ['cake', 'tea', 'more cake', 'more tea', 'the last cake', 'the last tea'])
      const found = await readAllPages(alice, { limit: 1, only: 'highlight' })
      const cakes = sent.filter((_, index) => index % 2 === 0)
      expectEqual(
        'which of the messages are on the pages',
        found.filter((id) => sent.includes(id)).sort(),
        cakes.sort(),
      )
    },
  }),
]

/** Larger than the number of pages in any list of these cases. */
const MOST_PAGES = 25

/** Sends these messages from Bob, and waits until Alice has been notified about all of them. */
async function sendMessages({ alice, bob, room }: Scene, bodies: readonly string[]): Promise<string[]> {
  const sent: string[] = []
  for (const body of bodies) sent.push(await bob.send(room, body))
  await Promise.all(sent.map((eventId) => expectListed(alice, eventId)))
  return sent
}

/** Returns the IDs of the events on every page; expects the pages to come to an end. */
async function readAllPages(user: User, query: NotificationQuery): Promise<string[]> {
  const found: string[] = []
  let from = query.from
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { notifications, next_token } = await user.notificationPage(from === undefined ? query : { ...query, from })
    found.push(...idsOf(notifications))
    if (typeof next_token !== 'string') return found
    from = next_token
  }
  expect(false, `Expected the list to end within ${MOST_PAGES} pages, found a next_token on every one of them`)
}

function idsOf(notifications: Parameters<typeof eventIdsOf>[0]): string[] {
  return eventIdsOf(notifications).filter((id) => id !== undefined)
}
