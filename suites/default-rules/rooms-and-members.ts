import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { notifies, notPushed, silences } from './helpers/effect-case.ts'
import { eventUnlessRefused } from './helpers/event-unless-refused.ts'

/** Default rules about rooms and their members. */
export const roomsAndMembers = [
  defineCase({
    id: 'default-rules/invite-for-me',
    title: 'An invitation to the user is pushed with the default sound',
    verifies: ['default-rules.rule.invite-for-me'],
    caughtBy: ['default-rules.invite-silent', 'default-rules.invites-not-evaluated'],
    fairness:
      'The push is identified by its room, because an invited user sees nothing else of it. The rule for membership events also matches, but if it came first, this rule could never apply.',
    async run({ sharedScene }) {
      const { alice, bob, pusher } = await sharedScene({ hasNewRules: true })
      const room = await bob.createRoom({ invite: [alice] })
      const push = await pusher.expectPushThat(
        'a push of the invitation',
        ({ notification }) => notification.room_id === room,
      )
      expectEqual('the sound of the invitation', push.device.tweaks?.sound, 'default')
    },
  }),

  silences({
    ruleId: '.m.rule.invite_for_me',
    aspect: 'of-another-user',
    title: 'An invitation to another user is not pushed',
    verifies: ['default-rules.rule.invite-for-me', 'default-rules.rule.member-event'],
    silencedBy: '.m.rule.member_event',
    aboutAnotherMember: true,
    caughtBy: [
      'default-rules.invite-for-anyone',
      'default-rules.member-events-notify',
      'recipients.member-events-of-others-not-evaluated',
    ],
    fairness:
      "The rule for invitations requires the user's own ID as the state key, and the one for membership events covers the rest, without actions. Before v1.7 the case is skipped if the target does not evaluate rules for the membership of others; since v1.7 it has to.",
    scene: { group: true },
    event: async ({ bob, carol, room }) => {
      await carol.leave(room)
      return await bob.setState(room, 'm.room.member', { membership: 'invite' }, carol.userId)
    },
  }),

  silences({
    ruleId: '.m.rule.member_event',
    title: "A change of another member's display name is not pushed",
    aboutAnotherMember: true,
    caughtBy: [
      'default-rules.member-events-notify',
      'default-rules.no-member-event',
      'recipients.member-events-of-others-not-evaluated',
    ],
    fairness:
      'The rule matches every membership event, and a new display name creates one. The case is skipped if the target has no display names for a single room, or, before v1.7, if it does not evaluate rules for the membership of others.',
    event: ({ bob, room }) => bob.setNameIn(room, `Bob the Builder ${crypto.randomUUID()}`),
  }),

  notifies({
    ruleId: '.m.rule.tombstone',
    title: 'The tombstone of a room is pushed with a highlight',
    caughtBy: ['default-rules.tombstone-not-highlighted', 'default-rules.tombstone-silenced'],
    fairness:
      'The tombstone names an existing room and is sent by the creator of the old one, who is allowed to send it in every room version.',
    highlight: true,
    event: async ({ bob, room }) => {
      const replacement_room = await bob.createRoom()
      return await bob.setState(room, 'm.room.tombstone', { body: 'This room was replaced', replacement_room })
    },
  }),

  notPushed({
    ruleId: '.m.rule.tombstone',
    aspect: 'with-a-state-key',
    title: 'The rule for tombstones does not match one with a non-empty state key',
    since: 'v1.3',
    caughtBy: ['default-rules.tombstone-with-any-state-key'],
    fairness:
      'Before v1.3 the empty pattern, read literally, matches every state key, so the case does not apply. The case is skipped if the target refuses such an event.',
    event: async ({ bob, room }) => {
      const body = { body: 'Not a tombstone', replacement_room: await bob.createRoom() }
      const path = { roomId: room, eventType: 'm.room.tombstone', stateKey: 'elsewhere' }
      const response = await bob.client.call('setStateWithKey', { path, body })
      return eventUnlessRefused('a tombstone with a state key', response)
    },
  }),

  silences({
    ruleId: '.m.rule.room.server_acl',
    title: "A change of the room's server access control list is not pushed",
    caughtBy: ['default-rules.server-acl-notifies', 'default-rules.no-room-server-acl'],
    fairness:
      'The list allows every server except one that does not exist, so the target stays in the room. No other default rule matches such an event.',
    event: ({ bob, room }) =>
      bob.setState(room, 'm.room.server_acl', { allow: ['*'], deny: [`${crypto.randomUUID()}.example.org`] }),
  }),
]
