import type { SceneOptions } from '../harness/case/case.ts'
import { setBothNames } from '../harness/users/both-names.ts'
import type { User } from '../harness/users/user.ts'
import { notifies } from './helpers/effect-case.ts'
import { eventUnlessRefused } from './helpers/event-unless-refused.ts'
import { mentioning } from './helpers/mentioning.ts'

/** Room with an explicit level for notifying it: Bob, who created it, has that level, and Carol does not. */
const RANKED: SceneOptions = {
  group: true,
  room: { powerLevels: { users_default: 0, notifications: { room: 50 } } },
}

/** Returns well-formed user IDs that begin like this one. A server name with a port cannot be extended. */
function similarIds({ userId }: Pick<User, 'userId'>): string[] {
  const isWithoutPort = /^[^:]+:[^:\]]+$/.test(userId)
  return [userId.replace(':', '-too:'), ...(isWithoutPort ? [`${userId}.example`] : [])]
}

/** Default rules about mentions: the current ones, and those that look for names in a message. */
export const mentions = [
  notifies({
    ruleId: '.m.rule.is_user_mention',
    title: 'A message that mentions the user is pushed with the default sound and a highlight',
    caughtBy: ['default-rules.user-mention-not-highlighted', 'default-rules.user-mention-silent'],
    fairness:
      'The actions of the rule are defined. The only other matching rule, the one for all messages, is below every override rule.',
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({ user_ids: [alice.userId] })),
  }),

  notifies({
    ruleId: '.m.rule.is_user_mention',
    aspect: 'of-another-user',
    pushedBy: ['default-rules.rule.message'],
    title: "A message that mentions somebody whose user ID begins like the user's is not highlighted",
    caughtBy: ['default-rules.user-mention-of-anyone'],
    fairness:
      'The condition requires the exact user ID as an element. All mentioned user IDs are well-formed, so no server has a reason to refuse the message.',
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({ user_ids: [...similarIds(alice), bob.userId] })),
  }),

  notifies({
    ruleId: '.m.rule.is_room_mention',
    title: 'A message that mentions the room, from a sender who may notify it, is pushed with a highlight',
    caughtBy: ['default-rules.room-mention-not-highlighted', 'default-rules.no-is-room-mention'],
    fairness:
      'The level to notify the room is set explicitly when the room is created, and the sender is its creator; the rule has no sound.',
    highlight: true,
    scene: RANKED,
    event: ({ bob, room }) => bob.send(room, mentioning({ room: true })),
  }),

  notifies({
    ruleId: '.m.rule.is_room_mention',
    aspect: 'without-permission',
    pushedBy: ['default-rules.rule.message'],
    title: 'A message that mentions the room, from a sender who may not notify it, is pushed without a highlight',
    caughtBy: ['default-rules.room-mention-without-power'],
    fairness:
      'The sender has level 0 and the required level is 50. Both are set explicitly when the room is created, because the levels of a new room are unspecified.',
    scene: RANKED,
    event: ({ carol, room }) => carol.send(room, mentioning({ room: true })),
  }),

  notifies({
    ruleId: '.m.rule.is_room_mention',
    aspect: 'with-another-value',
    pushedBy: ['default-rules.rule.message'],
    title: 'A message whose m.mentions has "true" instead of true for room is pushed without a highlight',
    caughtBy: ['default-rules.room-mention-cast'],
    fairness:
      'The condition requires true and rules out type conversion. The case is skipped if the target refuses such a mention, which violates its schema.',
    scene: RANKED,
    event: async ({ bob, room }) => {
      const path = { roomId: room, eventType: 'm.room.message', txnId: 'mention' }
      const response = await bob.client.call('sendEvent', { path, body: mentioning({ room: 'true' }) })
      return eventUnlessRefused('a mention that violates its schema', response)
    },
  }),

  notifies({
    ruleId: '.m.rule.contains_display_name',
    title: "A message that contains the user's display name in the room is pushed with a highlight",
    caughtBy: ['default-rules.display-name-not-highlighted', 'default-rules.no-contains-display-name'],
    fairness:
      'The name appears exactly, as whole words, and the message has no m.mentions. The name of the profile is the same as that in the room.',
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: async ({ alice, bob, room }) => {
      await setBothNames(alice, room, 'Queen of Hearts')
      return await bob.send(room, 'Where is the Queen of Hearts today?')
    },
  }),

  notifies({
    ruleId: '.m.rule.contains_user_name',
    title: "A message that contains the local part of the user's ID as a word is pushed with a highlight",
    caughtBy: ['default-rules.user-name-not-highlighted', 'default-rules.no-contains-user-name'],
    fairness:
      'The local part stands between a space and a comma, both word boundaries, in the same letter case as in the user ID; the message has no m.mentions.',
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: async ({ alice, bob, room }) => {
      // Many servers use the local part as the display name of a new user, and then another rule would match too. If
      // the name cannot be changed, that rule has the same actions.
      const path = { roomId: room, eventType: 'm.room.member', stateKey: alice.userId }
      const body = { membership: 'join', displayname: 'Queen of Hearts' }
      await alice.client.call('setStateWithKey', { path, body })
      return await bob.send(room, `Ask ${alice.localpart}, please`)
    },
  }),

  notifies({
    ruleId: '.m.rule.roomnotif',
    title: 'A message that contains @room, from a sender who may notify the room, is pushed with a highlight',
    caughtBy: ['default-rules.no-roomnotif'],
    fairness:
      'A space before the @ and the end of the message are boundaries, however a server treats the @ itself, and the message has no m.mentions.',
    highlight: true,
    scene: RANKED,
    event: ({ bob, room }) => bob.send(room, 'Hello @room'),
  }),

  notifies({
    ruleId: '.m.rule.roomnotif',
    aspect: 'without-permission',
    pushedBy: ['default-rules.rule.message'],
    title: 'A message that contains @room, from a sender who may not notify the room, is pushed without a highlight',
    caughtBy: ['default-rules.roomnotif-without-power'],
    fairness:
      'The sender has level 0 and the required level is 50. Both are set explicitly when the room is created, because the levels of a new room are unspecified.',
    scene: RANKED,
    event: ({ carol, room }) => carol.send(room, 'Hello @room'),
  }),

  notifies({
    ruleId: '.m.rule.contains_user_name',
    aspect: 'skipped-with-m-mentions',
    pushedBy: ['default-rules.rule.message'],
    title: "A message with m.mentions that contains the local part of the user's ID is not highlighted for that",
    verifies: ['default-rules.legacy-skipped-with-mentions'],
    caughtBy: ['default-rules.empty-mentions-ignored'],
    fairness:
      'The specification says that the rules for names should be skipped if a message has m.mentions, which includes an empty one. Because of the "should", a mismatch is only a warning.',
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({}, `Ask ${alice.localpart}, please`)),
  }),

  notifies({
    ruleId: '.m.rule.roomnotif',
    aspect: 'skipped-with-m-mentions',
    pushedBy: ['default-rules.rule.message'],
    title: 'A message with m.mentions that contains @room is not highlighted for that',
    verifies: ['default-rules.legacy-skipped-with-mentions'],
    caughtBy: ['default-rules.empty-mentions-ignored'],
    fairness:
      'The specification says that the rule for @room should be skipped if a message has m.mentions, which includes an empty one. Because of the "should", a mismatch is only a warning.',
    scene: RANKED,
    event: ({ bob, room }) => bob.send(room, mentioning({}, 'Hello @room')),
  }),
]
