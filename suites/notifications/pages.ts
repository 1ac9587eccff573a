import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import type { NotificationQuery, User } from '../harness/users/user.ts'
import { eventIdsOf, expectListed, MANY } from './listing.ts'

/** Pages of the list, and the list of highlights. */
export const pages = [
  defineCase({
    id: 'notifications/limit',
    title: 'There are no more notifications in an answer than the limit asks for',
    verifies: ['notifications.limit'],
    caughtBy: ['notifications.limit-ignored'],
    fairness: 'A limit is the most that may come. Fewer do no harm, nor does a last page that is empty.',
    async run({ createScene }) {
      const scene = await createScene()
      await sendSome(scene, ['one', 'two', 'three'])
      for (const limit of [1, 2]) {
        const { notifications } = await scene.alice.notificationPage({ limit })
        const found = notifications.length
        expect(found <= limit, `Expected at most ${limit} in an answer with that limit, found ${found}`)
      }
    },
  }),

  defineCase({
    id: 'notifications/pages-make-the-list',
    title: 'The pages of the list have each message once, and come to an end',
    verifies: ['notifications.paging', 'notifications.last-page'],
    caughtBy: ['notifications.from-ignored', 'notifications.page-repeats-last'],
    fairness:
      'Any order will do, and any number up to the limit on a page, none included. The absence of next_token is the one end that the text has, so it has to come.',
    async run({ createScene }) {
      const scene = await createScene()
      const sent = await sendSome(scene, ['one', 'two', 'three', 'four', 'five'])
      const found = await everyPage(scene.alice, { limit: 2 })
      expectEqual(
        'what of the five messages is on the pages',
        found.filter((id) => sent.includes(id)).sort(),
        sent.sort(),
      )
    },
  }),

  defineCase({
    id: 'notifications/pages-while-more-comes',
    title: 'A message that comes between two pages makes none of the earlier ones go missing',
    verifies: ['notifications.paging'],
    caughtBy: ['notifications.from-ignored'],
    fairness:
      'A token continues the list where it was, so that nothing may be passed over. Whether what comes in between shifts a page, so that a message is there twice, the text does not say, and the new one may be listed or not.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const sent = await sendSome(scene, ['one', 'two', 'three', 'four'])
      const first = await alice.notificationPage({ limit: 2 })
      const { next_token } = first
      expect(typeof next_token === 'string', 'Expected a next_token after at most two of four messages, found none')
      await expectListed(alice, await bob.send(room, 'in between'))
      const rest = await everyPage(alice, { limit: 2, from: next_token })
      const found = new Set([...idsOf(first.notifications), ...rest].filter((id) => sent.includes(id)))
      expectEqual('what of the four messages is on the pages', [...found].sort(), sent.sort())
    },
  }),

  defineCase({
    id: 'notifications/only-highlights',
    title: 'With only=highlight, a message with a highlight is listed, and one without is not',
    verifies: ['notifications.only-highlight'],
    caughtBy: ['notifications.only-ignored'],
    fairness:
      'A highlight tweak without a value is true by definition. Pages are followed to the end, and only the three messages are looked for.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice } = scene
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      const [tea, cake, milk] = await sendSome(scene, ['there is tea', 'there is cake', 'there is milk'])
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
    title: 'With only=highlight, the pages have every message with a highlight, and no others',
    verifies: ['notifications.only-highlight', 'notifications.paging'],
    caughtBy: ['notifications.only-ignored', 'notifications.from-ignored'],
    fairness:
      'Pages may be empty where the target leaves out what has no highlight after it has cut them, as long as next_token goes on.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice } = scene
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      const sent = await sendSome(scene, ['cake', 'tea', 'more cake', 'more tea', 'the last cake', 'the last tea'])
      const found = await everyPage(alice, { limit: 1, only: 'highlight' })
      const cakes = sent.filter((_, index) => index % 2 === 0)
      expectEqual('what of the messages is on the pages', found.filter((id) => sent.includes(id)).sort(), cakes.sort())
    },
  }),
]

/** More pages than any list of these cases has. */
const MOST_PAGES = 25

/** Bob sends these messages, and Alice has been notified of all of them when it is over. */
async function sendSome({ alice, bob, room }: Scene, bodies: readonly string[]): Promise<string[]> {
  const sent: string[] = []
  for (const body of bodies) sent.push(await bob.send(room, body))
  await Promise.all(sent.map((eventId) => expectListed(alice, eventId)))
  return sent
}

/** The IDs of the events on every page, which have to come to an end. */
async function everyPage(user: User, query: NotificationQuery): Promise<string[]> {
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
