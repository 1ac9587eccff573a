import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { quote } from '../harness/evidence/quote.ts'
import { errcodeOf } from '../harness/target/errcode.ts'
import type { User } from '../harness/users/user.ts'

/** Whether a user has the pusher, in words. */
async function stateOf(user: User, pushkey: string): Promise<string> {
  return (await user.pushers()).some((pusher) => pusher.pushkey === pushkey) ? 'is still there' : 'is gone'
}

/** Changes the password of the user, who shows the old one for it. */
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
      `The target does not let users change their password by the old one: status ${response.status}`,
    )
  }
}

/** What the text leaves to the server. */
export const leftOpen = [
  defineCase({
    id: 'pushers/missing-errcode',
    title: 'With which errcode a pusher without lang is refused',
    verifies: ['pushers.missing-errcode'],
    async run({ user }) {
      const alice = await user('alice')
      const { lang: _, ...request } = alice.pusherRequest()
      const response = await alice.trySetPusher(request)
      return `The target answers ${response.status} with the errcode ${quote(errcodeOf(response.body))}`
    },
  }),

  defineCase({
    id: 'pushers/unknown-kind',
    title: 'What the target answers to a pusher of a kind that no version has',
    verifies: ['pushers.unknown-kind'],
    async run({ user }) {
      const alice = await user('alice')
      const response = await alice.trySetPusher({ ...alice.pusherRequest(), kind: 'org.plexor.pigeon' })
      const { length } = await alice.pushers()
      return `The target answers ${response.status}, and lists ${length === 0 ? 'no pusher' : 'the pusher'} after that`
    },
  }),

  defineCase({
    id: 'pushers/unknown-format',
    title: 'What the target answers to a pusher with a format that no version has',
    verifies: ['pushers.unknown-format'],
    async run({ user }) {
      const alice = await user('alice')
      const response = await alice.trySetPusher(alice.pusherRequest({ data: { format: 'org.plexor.short' } }))
      const { length } = await alice.pushers()
      return `The target answers ${response.status}, and lists ${length === 0 ? 'no pusher' : 'the pusher'} after that`
    },
  }),

  defineCase({
    id: 'pushers/after-logout',
    title: 'What becomes of a pusher when the session that set it is logged out',
    verifies: ['pushers.after-logout'],
    async run({ user, anonymousClient }) {
      const alice = await user('alice')
      const elsewhere = await alice.signIn(anonymousClient())
      const { pushkey } = await elsewhere.setPusher()
      await elsewhere.client.ok('logout')
      return `After the logout the pusher ${await stateOf(alice, pushkey)}`
    },
  }),

  defineCase({
    id: 'pushers/after-password-change',
    title: 'What becomes of pushers when the user changes the password, which logs the other sessions out',
    verifies: ['pushers.after-password-change'],
    async run({ user, anonymousClient, unique }) {
      const alice = await user('alice')
      const elsewhere = await alice.signIn(anonymousClient())
      const own = await alice.setPusher()
      const other = await elsewhere.setPusher()
      await changePassword(alice, unique('another-password'))
      const [kept, ended] = [await stateOf(alice, own.pushkey), await stateOf(alice, other.pushkey)]
      return `The pusher of the session that changes the password ${kept}, and that of another session ${ended}`
    },
  }),
]
