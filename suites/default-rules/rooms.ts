import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { answeredEvent } from './answered-event.ts'
import { notifies, passesOver, silences } from './effects.ts'

const MEMBERS_APART =
  'the target does not put the membership of others to the rules of a user (see actions/membership-of-another)'

/** The default rules about what happens to rooms and their members. */
export const rooms = [
  defineCase({
    id: 'default-rules/invite-for-me',
    title: 'An invitation of the user is pushed with the default sound',
    verifies: ['defaults.rule.invite-for-me'],
    caughtBy: ['defaults.invite-silent', 'push.no-invites'],
    fairness:
      'The push is found by its room, of which the invited user sees nothing else. The rule for membership events matches too, but were it tried first, this one could never act.',
    async run({ createScene }) {
      const { alice, bob, pusher } = await createScene()
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
    silencedBy: '.m.rule.member_event',
    mayBePassedOver: MEMBERS_APART,
    caughtBy: ['defaults.invite-for-anyone', 'defaults.member-events-notify'],
    fairness:
      "The rule for invitations asks for the user's own ID as the state key, and the one for membership events takes what is left, with no action. A target that asks nobody's rules about another's membership is judged for that elsewhere.",
    scene: { group: true },
    event: async ({ bob, carol, room }) => {
      await carol.leave(room)
      return await bob.setState(room, 'm.room.member', { membership: 'invite' }, carol.userId)
    },
  }),

  silences({
    ruleId: '.m.rule.member_event',
    title: "A change of another member's display name is not pushed",
    mayBePassedOver: MEMBERS_APART,
    caughtBy: ['defaults.member-events-notify', 'defaults.no-member-event'],
    fairness:
      "The rule is about every membership event, and a new name makes one. A target is not judged that does not let users have a name for one room, or asks nobody's rules about the membership of another, which another case is about.",
    event: ({ bob, room }) => bob.setNameIn(room, `Bob the Builder ${crypto.randomUUID()}`),
  }),

  notifies({
    ruleId: '.m.rule.tombstone',
    title: 'The tombstone of a room is pushed with a highlight',
    caughtBy: ['defaults.tombstone-not-highlighted', 'defaults.tombstone-silenced'],
    fairness:
      'The tombstone names a room that there is, and comes from the creator of the old one, who may send it in every version of rooms.',
    highlight: true,
    event: async ({ bob, room }) => {
      const replacement_room = await bob.createRoom()
      return await bob.setState(room, 'm.room.tombstone', { body: 'This room was replaced', replacement_room })
    },
  }),

  passesOver({
    ruleId: '.m.rule.tombstone',
    aspect: 'with-a-state-key',
    title: 'A tombstone with a state key that is not empty is not what the rule is about',
    since: 'v1.3',
    caughtBy: ['defaults.tombstone-with-any-state-key'],
    fairness:
      'Before v1.3 the empty pattern, taken to the letter, matches every state key. A target that refuses such an event is not judged.',
    event: async ({ bob, room }) => {
      const body = { body: 'This is no tombstone', replacement_room: await bob.createRoom() }
      const path = { roomId: room, eventType: 'm.room.tombstone', stateKey: 'elsewhere' }
      const response = await bob.client.call('setStateWithKey', { path, body })
      return answeredEvent('a tombstone with a state key', response)
    },
  }),

  silences({
    ruleId: '.m.rule.room.server_acl',
    title: "A change of the room's server access control list is not pushed",
    caughtBy: ['defaults.server-acl-notifies', 'defaults.no-room-server-acl'],
    fairness:
      'The list allows every server but one that does not exist, so the target stays in the room; no other default rule is about such an event.',
    event: ({ bob, room }) =>
      bob.setState(room, 'm.room.server_acl', { allow: ['*'], deny: [`${crypto.randomUUID()}.example.org`] }),
  }),
]
