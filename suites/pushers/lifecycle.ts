import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { rejecting } from '../harness/push-receiver/push-response.ts'
import { expectListed, expectPushers, expectRemoved, expectSpared, type PusherId } from './helpers/listed-pusher.ts'

/** Setting, listing, updating and deleting pushers. */
export const lifecycle = [
  defineCase({
    id: 'pushers/none-initially',
    title: 'A new user has no pushers',
    verifies: ['pushers.own-only'],
    caughtBy: ['pushers.lists-all-users'],
    fairness:
      'Nobody has set a pusher for the account, which was created for this case and has no email address. The list may be empty or missing.',
    async run({ user, sharedUser }) {
      const [alice, bob] = [await user('alice'), await sharedUser('bob')]
      await bob.setPusher()
      expectEqual('the pushers of a new user', await alice.pushers(), [])
    },
  }),

  defineCase({
    id: 'pushers/set-is-listed',
    title: 'A pusher is listed with every attribute with which it was set',
    verifies: ['pushers.set-creates'],
    caughtBy: ['pushers.names-swapped', 'pushers.data-lost', 'pushers.lang-lost', 'pushers.lists-none'],
    fairness:
      'Only what the client sent is compared: required attributes of a listed pusher, and two keys of its data. Anything that the server adds, such as an empty profile_tag, is ignored.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const request = alice.pusherRequest({ lang: 'de-CH', data: { format: 'event_id_only' } })
      await alice.client.ok('setPusher', { body: request })
      await expectPushers(alice, 'the pushers', [idOf(request)])
      const [pusher] = await alice.pushers()
      for (const name of ['pushkey', 'app_id', 'kind', 'app_display_name', 'device_display_name', 'lang'] as const) {
        expectEqual(`the ${name} of the pusher`, pusher?.[name], request[name])
      }
      for (const name of ['url', 'format']) {
        expectEqual(`the ${name} in its data`, pusher?.data[name], request.data[name])
      }
    },
  }),

  defineCase({
    id: 'pushers/custom-data-is-listed',
    title: 'A pusher is listed with the custom keys of its data, whatever their type',
    verifies: ['pushers.set-creates'],
    caughtBy: ['pushers.custom-data-not-listed', 'pushers.data-lost'],
    fairness:
      'The data of a pusher is a dictionary for its implementation, which the client sends, and the gateway gets all of it except the URL. Only the keys that the client sent are compared; the server may add others.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const custom = {
        'org.plexor.text': 'custom',
        'org.plexor.on': false,
        'org.plexor.level': 3,
        default_payload: { aps: { 'mutable-content': 1, list: ['a', { b: true }] } },
      }
      const request = alice.pusherRequest({ data: custom })
      await alice.client.ok('setPusher', { body: request })
      await expectPushers(alice, 'the pushers', [idOf(request)])
      const [pusher] = await alice.pushers()
      for (const [name, value] of Object.entries(custom)) {
        expectEqual(`the ${name} in the data of the pusher`, pusher?.data[name], value)
      }
    },
  }),

  defineCase({
    id: 'pushers/set-twice',
    title: 'A pusher that is set again unchanged remains one pusher, and is still notified',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.set-unchanged-deletes', 'pushers.set-duplicates'],
    fairness:
      'Since v1.6 the specification says that a pusher with the same user, app_id and pushkey is updated; the case does not apply before that. How often one notification is sent is not checked, because a server may repeat it.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const request = alice.pusherRequest({ pushkey: pusher.pushkey })
      for (const time of ['first', 'second']) {
        await alice.client.ok('setPusher', { body: request })
        await expectPushers(alice, `the pushers after it was set again for the ${time} time`, [pusher])
      }
      const { notification } = await pusher.expectPush(await bob.send(room, 'after it was set again'))
      const devices = notification.devices.filter(({ pushkey }) => pushkey === pusher.pushkey)
      expectEqual('the number of devices of the notification with its pushkey', devices.length, 1)
    },
  }),

  defineCase({
    id: 'pushers/set-again-updates',
    title: 'Setting a pusher again updates it instead of adding another',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.set-duplicates', 'pushers.update-ignored'],
    fairness:
      'Since v1.6 the specification says that a pusher with the same user, app_id and pushkey is updated; the case does not apply before that. Whether the server updates the pusher or replaces it is not visible.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const request = alice.pusherRequest()
      await alice.client.ok('setPusher', { body: request })
      await alice.client.ok('setPusher', { body: { ...request, app_display_name: 'Plexor renamed', lang: 'fr' } })
      await expectPushers(alice, 'the pushers after the update', [idOf(request)])
      const [pusher] = await alice.pushers()
      expectEqual('the app_display_name after the update', pusher?.app_display_name, 'Plexor renamed')
      expectEqual('the lang after the update', pusher?.lang, 'fr')
    },
  }),

  defineCase({
    id: 'pushers/update-takes-effect',
    title: 'A push after an update contains the new data of the pusher',
    verifies: ['pushers.set-updates', 'payload.data-without-url'],
    caughtBy: ['pushers.update-ignored', 'payload.data-dropped', 'payload.custom-data-dropped'],
    fairness:
      "The second message is sent after the update was confirmed, so nothing with the old data was in progress. In every version the device's data is that of the pusher except for its URL; further keys in it are ignored.",
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene({ pusher: { data: { custom: 'old' } } })
      const first = await pusher.expectPush(await bob.send(room, 'before the update'))
      expectEqual('the custom key in the data of the device before the update', first.device.data?.custom, 'old')
      const request = alice.pusherRequest({ pushkey: pusher.pushkey, data: { custom: 'new' } })
      await alice.client.ok('setPusher', { body: request })
      const second = await pusher.expectPush(await bob.send(room, 'after the update'))
      expectEqual('the custom key in the data of the device after the update', second.device.data?.custom, 'new')
    },
  }),

  defineCase({
    id: 'pushers/null-kind-deletes',
    title: 'Setting a pusher with the kind null removes that pusher, and no other, from the list',
    verifies: ['pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignored'],
    fairness:
      'The request also has all attributes that versions before v1.6 require for a deletion. The other pusher has its own pushkey, and nothing in the specification extends the deletion to it.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const gone = await alice.setPusher()
      const kept = await alice.setPusher()
      await alice.deletePusher(gone)
      await expectPushers(alice, 'the remaining pushers', [kept])
    },
  }),

  defineCase({
    id: 'pushers/minimal-deletion',
    title: 'A pusher is deleted by a request with only its app_id, its pushkey and the kind null',
    verifies: ['pushers.minimal-deletion'],
    caughtBy: ['pushers.delete-ignored'],
    fairness:
      'Since v1.6 all other attributes are required only if the kind is not null; the case does not apply before that.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const pusher = await alice.setPusher()
      await expectListed(alice, 'the pusher before the deletion', pusher)
      const { pushkey, appId } = pusher
      const response = await alice.trySetPusher({ kind: null, app_id: appId, pushkey })
      expectEqual('the status of the response', response.status, 200)
      await expectPushers(alice, 'the remaining pushers', [])
    },
  }),

  defineCase({
    id: 'pushers/deleted-is-not-notified',
    title: 'A deleted pusher is no longer notified',
    verifies: ['pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignored'],
    fairness:
      'The message is sent after the deletion was confirmed. Anything already in progress may still arrive, and so may pushes with only counts.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const other = await alice.setPusher()
      await pusher.expectPush(await bob.send(room, 'while there are two pushers'))
      await alice.deletePusher(pusher)
      const message = await bob.send(room, 'after one was deleted')
      const violates = 'pushers.null-kind-deletes'
      await expectSpared(alice, other, message, { why: 'which nobody deleted', violates })
      await pusher.expectSilence(message, { until: { inbox: other, fence: message } })
    },
  }),

  defineCase({
    id: 'pushers/delete-unknown',
    title: 'How the target responds to the deletion of a pusher that does not exist',
    verifies: ['pushers.delete-unknown'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const response = await alice.trySetPusher({ kind: null, app_id: 'org.plexor.test', pushkey: 'no-such-pushkey' })
      return `The target responds with ${response.status}`
    },
  }),

  defineCase({
    id: 'pushers/delete-twice',
    title: 'How the target responds if a pusher is deleted twice',
    verifies: ['pushers.delete-unknown'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const [gone, kept] = [await alice.setPusher(), await alice.setPusher()]
      await alice.deletePusher(gone)
      const request = alice.pusherRequest({ pushkey: gone.pushkey, append: true })
      const { status } = await alice.trySetPusher({ ...request, kind: null, data: {} })
      const why = { buildsOn: ['pushers.null-kind-deletes'] }
      await expectPushers(alice, 'the pushers after a second deletion', [kept], why)
      return `The target responds with ${status} to the second deletion`
    },
  }),

  defineCase({
    id: 'pushers/set-again-after-rejection',
    title: 'A rejected pusher that is set again is listed',
    verifies: ['pushers.set-creates'],
    caughtBy: ['pushers.lists-none'],
    fairness:
      'A pusher that the server accepts is listed, whatever happened to an earlier one. Whether it is accepted and notified is not checked: the specification says that a server stops notifying the pushkey, but not for how long.',
    stallsDelivery: true,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be rejected'), rejecting(pusher.pushkey)))
      await expectRemoved(alice, pusher)
      pusher.accept()
      const { status } = await alice.trySetPusher(alice.pusherRequest({ pushkey: pusher.pushkey }))
      if (status !== 200) return `The target does not let a rejected pusher be set again: status ${status}`
      await expectListed(alice, 'the pusher that was set again', pusher)
      const push = await pusher.arrivalOf(await bob.send(room, 'after it was set again'))
      return push === undefined ? 'The target lists the pusher again but does not notify it' : undefined
    },
  }),
]

function idOf({ pushkey, app_id }: { pushkey: string; app_id: string }): PusherId {
  return { pushkey, appId: app_id }
}
