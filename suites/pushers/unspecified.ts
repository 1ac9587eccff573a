import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { errcodeOf } from '../harness/target/body.ts'
import type { User } from '../harness/users/user.ts'
import { expectListed, isListed, type PusherId } from './helpers/listed-pusher.ts'

/** Describes whether the user still has the pusher. */
async function stateOf(user: User, pusher: PusherId): Promise<string> {
  return (await isListed(user, pusher)) ? 'still exists' : 'no longer exists'
}

/** Changes the password of the user, authenticating with the old one. */
async function changePassword(user: User, password: string): Promise<void> {
  const { client, account, userId } = user
  client.access.redactor.add(password)
  const request = { new_password: password, logout_devices: true }
  let response = await client.call('changePassword', { body: request })
  if (response.status === 401) {
    const { session } = response.body as { session?: string }
    const identifier = { type: 'm.id.user', user: userId }
    const auth = { type: 'm.login.password', identifier, password: account.password, session }
    response = await client.call('changePassword', { body: { ...request, auth } })
  }
  if (response.status !== 200) {
    throw new NotApplicable(
      `The target does not let users change their password with the old one: status ${response.status}`,
    )
  }
}

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'pushers/missing-errcode',
    title: 'The errcode with which a pusher without lang is refused',
    verifies: ['pushers.missing-errcode'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { lang: _, ...request } = alice.pusherRequest()
      const { status, body } = await alice.trySetPusher(request)
      expectEqual('the status of the response', status, 400, { buildsOn: ['pushers.required-fields'] })
      return `The target responds with ${status} and the errcode ${quote(errcodeOf(body))}`
    },
  }),

  defineCase({
    id: 'pushers/unknown-kind',
    title: 'How the target responds to a pusher of an unknown kind',
    verifies: ['pushers.unknown-kind'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const response = await alice.trySetPusher({ ...alice.pusherRequest(), kind: 'org.plexor.pigeon' })
      const { length } = await alice.pushers()
      return `The target responds with ${response.status} and then lists ${length === 0 ? 'no pusher' : 'the pusher'}`
    },
  }),

  defineCase({
    id: 'pushers/unknown-format',
    title: 'How the target responds to a pusher with an unknown format',
    verifies: ['pushers.unknown-format'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const response = await alice.trySetPusher(alice.pusherRequest({ data: { format: 'org.plexor.short' } }))
      const { length } = await alice.pushers()
      return `The target responds with ${response.status} and then lists ${length === 0 ? 'no pusher' : 'the pusher'}`
    },
  }),

  defineCase({
    id: 'pushers/after-logout',
    title: 'What happens to a pusher when the session that set it is logged out',
    verifies: ['pushers.after-logout'],
    async run({ user, anonymousClient }) {
      const alice = await user('alice')
      const elsewhere = await alice.signIn(anonymousClient())
      const pusher = await elsewhere.setPusher()
      await expectListed(alice, 'the pusher before the logout', pusher)
      await elsewhere.client.ok('logout')
      return `After the logout the pusher ${await stateOf(alice, pusher)}`
    },
  }),

  defineCase({
    id: 'pushers/after-password-change',
    title: 'What happens to pushers when the user changes the password, which logs out the other sessions',
    verifies: ['pushers.after-password-change'],
    async run({ user, anonymousClient, unique }) {
      const alice = await user('alice')
      const elsewhere = await alice.signIn(anonymousClient())
      const ownPusher = await alice.setPusher()
      const otherPusher = await elsewhere.setPusher()
      await expectListed(alice, 'the pusher before the change', ownPusher)
      await expectListed(alice, 'the pusher of the other session before the change', otherPusher)
      await changePassword(alice, unique('another-password'))
      const [own, others] = [await stateOf(alice, ownPusher), await stateOf(alice, otherPusher)]
      return `The pusher of the session that changes the password ${own}, and that of another session ${others}`
    },
  }),
]
