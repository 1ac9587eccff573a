import type { SceneOptions } from '../harness/case/case.ts'
import type { User } from '../harness/users/user.ts'
import { answeredEvent } from './answered-event.ts'
import { notifies } from './effects.ts'

/** A room in which it is written down what it takes to notify it: Bob, who made it, may do so, and Carol may not. */
const RANKED: SceneOptions = {
  group: true,
  room: { powerLevels: { users_default: 0, notifications: { room: 50 } } },
}

/** Content in the way of clients that mention by m.mentions. */
function mentioning(mentions: Record<string, unknown>, body = 'a message'): Record<string, unknown> {
  return { msgtype: 'm.text', body, 'm.mentions': mentions }
}

/** User IDs, all well-formed, that begin like this one; a server name with a port cannot be made any longer. */
function similarIds({ userId }: Pick<User, 'userId'>): string[] {
  const isWithoutPort = /^[^:]+:[^:\]]+$/.test(userId)
  return [userId.replace(':', '-too:'), ...(isWithoutPort ? [`${userId}.example`] : [])]
}

/** The default rules about mentions, those of today and those that look for names in the text. */
export const mentions = [
  notifies({
    ruleId: '.m.rule.is_user_mention',
    title: 'A message that mentions the user is pushed with the default sound and a highlight',
    caughtBy: ['defaults.user-mention-not-highlighted', 'defaults.user-mention-silent'],
    fairness:
      'The actions of the rule are defined, and no other is about this message but the one for all messages, which stands below every override rule.',
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({ user_ids: [alice.userId] })),
  }),
  notifies({
    ruleId: '.m.rule.is_user_mention',
    aspect: 'of-somebody-else',
    title: "A message that mentions somebody else, whose user ID begins like the user's, is not highlighted",
    caughtBy: ['defaults.user-mention-of-anyone'],
    fairness:
      'The condition asks for the very user ID as an element. All that are mentioned are well-formed user IDs, so no server has a reason to refuse the message.',
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({ user_ids: [...similarIds(alice), bob.userId] })),
  }),
  notifies({
    ruleId: '.m.rule.is_user_mention',
    aspect: 'in-an-edit',
    title: 'An edit that mentions the user is pushed with a highlight, as the rule stands above the one for edits',
    since: 'v1.9',
    verifies: ['defaults.order'],
    caughtBy: ['defaults.edits-before-mentions'],
    fairness:
      'Both rules match, and the text has the one for edits last in its list without saying that the order binds; a target with another order is warned of, no more.',
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: async ({ alice, bob, room }) => {
      const event_id = await bob.send(room, 'a mesage')
      return await bob.send(room, {
        ...mentioning({ user_ids: [alice.userId] }, '* a message'),
        'm.new_content': mentioning({ user_ids: [alice.userId] }),
        'm.relates_to': { rel_type: 'm.replace', event_id },
      })
    },
  }),
  notifies({
    ruleId: '.m.rule.is_room_mention',
    title: 'A message that mentions the room, from a sender who may notify it, is pushed with a highlight',
    caughtBy: ['defaults.room-mention-not-highlighted', 'defaults.no-is-room-mention'],
    fairness:
      'The level to notify the room is written down when it is made, and the sender is its creator; the rule has no sound.',
    highlight: true,
    scene: RANKED,
    event: ({ bob, room }) => bob.send(room, mentioning({ room: true })),
  }),
  notifies({
    ruleId: '.m.rule.is_room_mention',
    aspect: 'without-permission',
    title: 'A message that mentions the room, from a sender who may not notify it, is pushed without a highlight',
    caughtBy: ['defaults.room-mention-without-power'],
    fairness:
      'The sender has level 0 and it takes 50, both written down when the room is made, since the text does not say which levels a new room has.',
    scene: RANKED,
    event: ({ carol, room }) => carol.send(room, mentioning({ room: true })),
  }),
  notifies({
    ruleId: '.m.rule.is_room_mention',
    aspect: 'by-another-value',
    title: 'A message whose m.mentions has a room that is like true, and not true, is pushed without a highlight',
    caughtBy: ['matching.room-mention-cast'],
    fairness:
      'The condition asks for true and rules out converting types. A target that refuses such a mention, which its schema does not have, is not judged.',
    scene: RANKED,
    event: async ({ bob, room }) => {
      const path = { roomId: room, eventType: 'm.room.message', txnId: 'mention' }
      const response = await bob.client.call('sendEvent', { path, body: mentioning({ room: 'true' }) })
      return answeredEvent('a mention that is not as its schema has it', response)
    },
  }),
  notifies({
    ruleId: '.m.rule.contains_display_name',
    title: 'A message that contains the display name that the user has in the room is pushed with a highlight',
    caughtBy: ['defaults.display-name-not-highlighted', 'defaults.no-contains-display-name'],
    fairness:
      'The name stands in the message as it is, as whole words, and the message has no m.mentions. A target that does not let users have a name for one room is not judged.',
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: async ({ alice, bob, room }) => {
      await alice.setNameIn(room, 'Queen of Hearts')
      return await bob.send(room, 'Where is the Queen of Hearts today?')
    },
  }),
  notifies({
    ruleId: '.m.rule.contains_user_name',
    title: "A message that contains the local part of the user's ID as a word is pushed with a highlight",
    caughtBy: ['defaults.user-name-not-highlighted', 'defaults.no-contains-user-name'],
    fairness:
      "The local part stands between a space and a comma, both of which bound a word, and in the letter case of the target's own user ID; the message has no m.mentions.",
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: async ({ alice, bob, room }) => {
      // Many servers give a new user the local part as display name, and then another rule would match too. Where the
      // name cannot be changed, that one has the same actions.
      const path = { roomId: room, eventType: 'm.room.member', stateKey: alice.userId }
      const body = { membership: 'join', displayname: 'Queen of Hearts' }
      await alice.client.call('setStateWithKey', { path, body })
      return await bob.send(room, `Ask ${alice.localpart}, please`)
    },
  }),
  notifies({
    ruleId: '.m.rule.roomnotif',
    title: 'A message that contains @room, from a sender who may notify the room, is pushed with a highlight',
    caughtBy: ['defaults.no-roomnotif'],
    fairness:
      'A space before the @ and the end of the text bound the pattern however a server reads its own first character, and the message has no m.mentions.',
    highlight: true,
    scene: RANKED,
    event: ({ bob, room }) => bob.send(room, 'Hello @room'),
  }),
  notifies({
    ruleId: '.m.rule.roomnotif',
    aspect: 'without-permission',
    title: 'A message that contains @room, from a sender who may not notify the room, is pushed without a highlight',
    caughtBy: ['defaults.roomnotif-without-power'],
    fairness:
      'The sender has level 0 and it takes 50, both written down when the room is made, since the text does not say which levels a new room has.',
    scene: RANKED,
    event: ({ carol, room }) => carol.send(room, 'Hello @room'),
  }),
  notifies({
    ruleId: '.m.rule.contains_user_name',
    aspect: 'yields-to-m-mentions',
    title: "A message with m.mentions that contains the local part of the user's ID is not highlighted for that",
    verifies: ['defaults.legacy-mentions-yield'],
    caughtBy: ['matching.empty-mentions-overlooked'],
    fairness:
      'The text would have the rules for names passed over where there is an m.mentions, and an empty one is there too; it says so with a should, so there is no more than a warning.',
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({}, `Ask ${alice.localpart}, please`)),
  }),
  notifies({
    ruleId: '.m.rule.roomnotif',
    aspect: 'yields-to-m-mentions',
    title: 'A message with m.mentions that contains @room is not highlighted for that',
    verifies: ['defaults.legacy-mentions-yield'],
    caughtBy: ['matching.empty-mentions-overlooked'],
    fairness:
      'The text would have the rule for @room passed over where there is an m.mentions, and an empty one is there too; it says so with a should, so there is no more than a warning.',
    scene: RANKED,
    event: ({ bob, room }) => bob.send(room, mentioning({}, 'Hello @room')),
  }),
]
