import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'

/** Setting, listing, updating and deleting pushers. */
export const lifecycle = [
  defineCase({
    id: 'pushers/none-at-first',
    title: 'A new user has no pushers',
    verifies: ['pushers.own-only'],
    caughtBy: ['pushers.lists-everyone'],
    fairness:
      'Nobody has set a pusher for the account, which was made for this case and has no address to mail to. The list ' +
      'may be empty or left out.',
    async run({ user }) {
      const [alice, bob] = [await user('alice'), await user('bob')]
      await bob.setPusher()
      expectEqual('the pushers of a new user', await alice.pushers(), [])
    },
  }),

  defineCase({
    id: 'pushers/set-is-listed',
    title: 'A pusher that was set is listed with every attribute that it was given',
    verifies: ['pushers.set-creates'],
    caughtBy: ['pushers.names-swapped', 'pushers.data-lost', 'pushers.lang-lost', 'pushers.lists-none'],
    fairness:
      'Only what the client gave is compared, all of it required attributes of a listed pusher and two keys of its ' +
      'data; what the server adds to them, such as an empty profile_tag, is passed over.',
    async run({ user }) {
      const alice = await user('alice')
      const request = alice.pusherRequest({ lang: 'de-CH', data: { format: 'event_id_only' } })
      await alice.client.ok('setPusher', { body: request })
      const [pusher, ...others] = await alice.pushers()
      expect(
        pusher !== undefined && others.length === 0,
        `Expected one pusher, found ${others.length + (pusher ? 1 : 0)}`,
      )
      for (const name of ['pushkey', 'app_id', 'kind', 'app_display_name', 'device_display_name', 'lang'] as const) {
        expectEqual(`the ${name} of the pusher`, pusher[name], request[name])
      }
      for (const name of ['url', 'format']) {
        expectEqual(`the ${name} in its data`, pusher.data[name], request.data[name])
      }
    },
  }),

  defineCase({
    id: 'pushers/set-again-updates',
    title: 'Setting a pusher again updates it instead of adding another',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.set-duplicates', 'pushers.update-ignored'],
    fairness:
      'Since v1.6 the text says that a pusher with this app_id and pushkey of this user is updated; before, the case ' +
      'does not apply. Whether the server keeps the pusher or makes it anew does not show.',
    async run({ user }) {
      const alice = await user('alice')
      const request = alice.pusherRequest()
      await alice.client.ok('setPusher', { body: request })
      await alice.client.ok('setPusher', { body: { ...request, app_display_name: 'Plexor renamed', lang: 'fr' } })
      const pushers = await alice.pushers()
      expectEqual('the number of pushers', pushers.length, 1)
      expectEqual('the app_display_name', pushers[0]?.app_display_name, 'Plexor renamed')
      expectEqual('the lang', pushers[0]?.lang, 'fr')
    },
  }),

  defineCase({
    id: 'pushers/update-takes-effect',
    title: 'A push after an update carries the new data of the pusher',
    verifies: ['pushers.set-updates', 'gateway.data-without-url'],
    caughtBy: ['pushers.update-ignored', 'gateway.data-dropped', 'gateway.custom-data-dropped'],
    fairness:
      'The second message is sent when the update has been answered, so nothing was under way with the old data. At all ' +
      'versions the data of the device is all that of the pusher but its URL; further keys in it do no harm.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene({ pusher: { data: { custom: 'old' } } })
      const first = await pusher.expectPush(await bob.send(room, 'before the update'))
      expectEqual('the custom key in the data of the device', first.device.data?.custom, 'old')
      const request = alice.pusherRequest({ pushkey: pusher.pushkey, data: { custom: 'new' } })
      await alice.client.ok('setPusher', { body: request })
      const second = await pusher.expectPush(await bob.send(room, 'after the update'))
      expectEqual('the custom key in the data of the device', second.device.data?.custom, 'new')
    },
  }),

  defineCase({
    id: 'pushers/update-changes-the-url',
    title: 'After an update of its URL, a pusher is notified at the new one',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.update-keeps-url', 'pushers.update-ignored'],
    fairness:
      'Both URLs lead to the notify endpoint and differ in their query; a server that refuses a gateway URL with a query ' +
      'is not judged. The message is sent when the update has been answered.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const request = alice.pusherRequest({ pushkey: pusher.pushkey })
      const url = `${request.data.url}?moved=1`
      const { status } = await alice.trySetPusher({ ...request, data: { url } })
      if (status >= 400 && status < 500) {
        throw new NotApplicable(`The target does not take a gateway URL with a query: status ${status}`)
      }
      expectEqual('the status of the update', status, 200)
      const [listed] = await alice.pushers()
      expectEqual('the url that is listed', listed?.data.url, url)
      const push = await pusher.expectPush(await bob.send(room, 'after the move'))
      expect(push.path.endsWith('?moved=1'), `Expected the request to go to the new URL, found it at ${push.path}`)
    },
  }),

  defineCase({
    id: 'pushers/null-kind-deletes',
    title: 'A pusher that is set with the kind null is gone from the list, and only that one',
    verifies: ['pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignored'],
    fairness:
      'The request has all the attributes that versions before v1.6 want of a deletion too. The other pusher has a ' +
      'pushkey of its own, and no words of the text let the deletion reach it.',
    async run({ user }) {
      const alice = await user('alice')
      const gone = await alice.setPusher()
      const kept = await alice.setPusher()
      await alice.deletePusher(gone)
      const pushkeys = (await alice.pushers()).map(({ pushkey }) => pushkey)
      expectEqual('the pushkeys that are left', pushkeys, [kept.pushkey])
    },
  }),

  defineCase({
    id: 'pushers/short-deletion',
    title: 'A pusher is deleted by a request that has nothing but its app_id, its pushkey and the kind null',
    verifies: ['pushers.short-deletion'],
    caughtBy: ['pushers.delete-ignored'],
    fairness:
      'Since v1.6 every other attribute is required only of a kind that is not null; before, the case does not apply.',
    async run({ user }) {
      const alice = await user('alice')
      const { pushkey, appId } = await alice.setPusher()
      const response = await alice.trySetPusher({ kind: null, app_id: appId, pushkey })
      expectEqual('the status of the answer', response.status, 200)
      expectEqual('the pushers that are left', await alice.pushers(), [])
    },
  }),

  defineCase({
    id: 'pushers/deleted-is-not-notified',
    title: 'A deleted pusher is not notified any more',
    verifies: ['pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignored'],
    fairness:
      'The message is sent when the deletion has been answered; what was under way before it may still arrive, and so ' +
      'may pushes about nothing but counts.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      await pusher.expectPush(await bob.send(room, 'while there are two pushers'))
      await alice.deletePusher(pusher)
      const message = await bob.send(room, 'after one was deleted')
      await pusher.expectSilence(message, { until: { inbox: other, fence: message } })
    },
  }),

  defineCase({
    id: 'pushers/delete-unknown',
    title: 'What the target answers to the deletion of a pusher that does not exist',
    verifies: ['pushers.delete-unknown'],
    async run({ user }) {
      const alice = await user('alice')
      const response = await alice.trySetPusher({ kind: null, app_id: 'org.plexor.test', pushkey: 'no-such-pushkey' })
      return `The target answers ${response.status}`
    },
  }),
]
