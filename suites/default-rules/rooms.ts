import { defineCase } from '../harness/case.ts'
import { expectEqual } from '../harness/expect.ts'
import { notifies, silences } from './effects.ts'

/** The default rules about what happens to rooms and their members. */
export const rooms = [
  defineCase({
    id: 'default-rules/invite-for-me',
    title: 'An invitation of the user is pushed with the default sound',
    verifies: ['defaults.rule.invite-for-me'],
    caughtBy: ['defaults.invite-silent', 'push.no-invites'],
    async run({ scene }) {
      const { alice, bob, pusher } = await scene()
      const room = await bob.createRoom({ invite: [alice] })
      const push = await pusher.expectPushThat(
        'a push of the invitation',
        ({ notification }) => notification.room_id === room,
      )
      expectEqual('the sound', push.device.tweaks?.sound, 'default')
    },
  }),

  silences({
    ruleId: '.m.rule.invite_for_me',
    aspect: 'of-somebody-else',
    title: 'The invitation of another user is not pushed',
    verifies: ['defaults.rule.invite-for-me', 'defaults.rule.member-event'],
    scene: { group: true },
    event: async ({ bob, carol, room }) => {
      await carol.leave(room)
      return await bob.setState(room, 'm.room.member', { membership: 'invite' }, carol.userId)
    },
  }),

  silences({
    ruleId: '.m.rule.member_event',
    title: "A change of another member's display name is not pushed",
    event: ({ bob, room }) => bob.setNameIn(room, 'Bob the Builder'),
  }),

  notifies({
    ruleId: '.m.rule.tombstone',
    title: 'The tombstone of a room is pushed with a highlight',
    highlight: true,
    event: async ({ bob, room }) => {
      const replacement_room = await bob.createRoom()
      return await bob.setState(room, 'm.room.tombstone', { body: 'This room was replaced', replacement_room })
    },
  }),

  silences({
    ruleId: '.m.rule.tombstone',
    aspect: 'with-a-state-key',
    title: 'A tombstone with a state key that is not empty is not what the rule is about',
    since: 'v1.3',
    fairness: 'Before v1.3 the empty pattern, taken to the letter, matches every state key.',
    event: async ({ alice, bob, room }) => {
      // Without the catch-all of the user, no rule at all is about it.
      await alice.deleteRule('underride', 'catch-all')
      const content = { body: 'This is no tombstone', replacement_room: await bob.createRoom() }
      return await bob.setState(room, 'm.room.tombstone', content, 'elsewhere')
    },
  }),

  silences({
    ruleId: '.m.rule.room.server_acl',
    title: "A change of the room's server access control list is not pushed",
    event: ({ bob, room }) => bob.setState(room, 'm.room.server_acl', { allow: ['*'], deny: ['evil.example.org'] }),
  }),
]
