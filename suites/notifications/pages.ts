import { describeFound, plural } from '../../common/text.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import type { AllNotifications } from '../harness/users/requests.ts'
import { eventIdsOf, expectListed, MANY } from './helpers/notification-list.ts'

/** Pages of the list, and the list of highlights. */
export const pages = [
  defineCase({
    id: 'notifications/limit',
    title: 'A response contains no more notifications than the limit',
    verifies: ['notifications.limit'],
    caughtBy: ['notifications.limit-ignored'],
    fairness: 'The limit is a maximum. Fewer notifications are fine, and so is an empty last page.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, hasShortList: true })
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
    caughtBy: [
      'notifications.from-ignored',
      'notifications.page-repeats-last',
      'notifications.lost-between-pages',
      'notifications.endless',
    ],
    fairness:
      'The notifications may be in any order, and a page may have any number up to the limit, including none. The specification marks the end only by the absence of next_token, so it has to be absent eventually.',
    async run({ createScene }) {
      const scene = await createScene()
      const sent = await sendMessages(scene, ['one', 'two', 'three', 'four', 'five'])
      expectOnPages(await scene.alice.allNotifications({ limit: 2 }), sent, { once: true })
    },
  }),

  defineCase({
    id: 'notifications/pages-while-events-arrive',
    title: 'A message that arrives between two pages does not make an earlier one disappear',
    verifies: ['notifications.paging'],
    caughtBy: ['notifications.from-ignored', 'notifications.numeric-token'],
    fairness:
      'A token continues the list where it stopped, so nothing may be missing. The specification does not say whether new messages shift a page, so a message may appear twice, and the new one may be listed or not.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const sent = await sendMessages(scene, ['one', 'two', 'three', 'four'])
      const { notifications, next_token } = await alice.notificationPage({ limit: 2 })
      const from: unknown = next_token
      expect(
        typeof from === 'string',
        `Expected a string as next_token after a page with ${plural(notifications.length, 'notification')} of at least four, found ${describeFound(from)}`,
      )
      await expectListed(alice, await bob.send(room, 'in between'))
      const rest = await alice.allNotifications({ limit: 2, from })
      const all = { ...rest, notifications: [...notifications, ...rest.notifications], pages: rest.pages + 1 }
      expectOnPages(all, sent)
    },
  }),

  defineCase({
    id: 'notifications/only-highlights',
    title: 'With only=highlight, a message with a highlight is listed, and one without is not',
    verifies: ['notifications.only-highlight'],
    caughtBy: ['notifications.only-ignored'],
    fairness: 'All pages are read, and only the three messages are looked for.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, hasShortList: true })
      const { alice } = scene
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
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
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      const sent = await sendMessages(scene, ['cake', 'tea', 'more cake', 'more tea', 'the last cake', 'the last tea'])
      const [one, , two, , three] = sent
      const list = await alice.allNotifications({ limit: 1, only: 'highlight' })
      const cakes = [one, two, three].filter((id) => id !== undefined)
      const others = eventIdsOf(list.notifications).filter((id) => sent.includes(id ?? '') && !cakes.includes(id ?? ''))
      expect(others.length === 0, `Expected no message without a highlight to be listed, found ${others.join(', ')}`)
      expectOnPages(list, cakes, { once: true })
    },
  }),
]

/** Sends these messages from Bob, and waits until Alice has been notified about all of them. */
async function sendMessages({ alice, bob, room }: Scene, bodies: readonly string[]): Promise<string[]> {
  const sent: string[] = []
  for (const body of bodies) sent.push(await bob.send(room, body))
  await Promise.all(sent.map((eventId) => expectListed(alice, eventId)))
  return sent
}

/**
 * Expects messages to be on the pages of a list, and then the list to come to an end. What is missing comes first: a list
 * whose pages do not lead on is incomplete because of that.
 *
 * @param once whether a message must not be there twice; default: false
 */
function expectOnPages(list: AllNotifications, sent: readonly string[], { once = false } = {}): void {
  const { pages, badEnd } = list
  const ids = eventIdsOf(list.notifications)
  const count = (eventId: string) => ids.filter((id) => id === eventId).length
  const missing = sent.filter((eventId) => count(eventId) === 0)
  const repeated = once ? sent.filter((eventId) => count(eventId) > 1) : []
  const found = [
    ...missing.map((eventId) => `${eventId} on none of them`),
    ...repeated.map((eventId) => `${eventId} ${count(eventId)} times`),
  ].join(', ')
  const end = badEnd === undefined ? '' : `; the last next_token was ${badEnd}`
  const times = once ? 'once' : 'at least once'
  expect(
    found === '',
    `Expected ${plural(pages, 'page')} to contain each of ${plural(sent.length, 'message')} ${times}, found ${found}${end}`,
  )
  expect(
    badEnd === undefined,
    `Expected the last page to have no next_token, found ${badEnd} after ${plural(pages, 'page')}`,
    { buildsOn: ['notifications.last-page'] },
  )
}
