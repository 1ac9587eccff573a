import { NotApplicable } from '../harness/errors.ts'
import { notifies } from './effects.ts'

/** Content in the way of clients that mention by m.mentions. */
function mentioning(mentions: Record<string, unknown>, body = 'a message'): Record<string, unknown> {
  return { msgtype: 'm.text', body, 'm.mentions': mentions }
}

/** The default rules about mentions, those of today and those that look for names in the text. */
export const mentions = [
  notifies({
    ruleId: '.m.rule.is_user_mention',
    title: 'A message that mentions the user is pushed with the default sound and a highlight',
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({ user_ids: [alice.userId] })),
  }),
  notifies({
    ruleId: '.m.rule.is_user_mention',
    aspect: 'of-somebody-else',
    title: "A message that mentions somebody else, whose user ID begins like the user's, is not highlighted",
    scene: { group: true },
    event: ({ alice, bob, room }) =>
      bob.send(room, mentioning({ user_ids: [`${alice.userId}.example`, bob.userId, alice.localpart] })),
  }),
  notifies({
    ruleId: '.m.rule.is_user_mention',
    aspect: 'in-an-edit',
    title: 'An edit that mentions the user is pushed with a highlight, as the rule stands above the one for edits',
    since: 'v1.9',
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
    highlight: true,
    scene: { group: true },
    event: ({ bob, room }) => bob.send(room, mentioning({ room: true })),
  }),
  notifies({
    ruleId: '.m.rule.is_room_mention',
    aspect: 'without-permission',
    title: 'A message that mentions the room, from a sender who may not notify it, is pushed without a highlight',
    scene: { group: true },
    event: ({ carol, room }) => carol.send(room, mentioning({ room: true })),
  }),
  notifies({
    ruleId: '.m.rule.is_room_mention',
    aspect: 'by-another-value',
    title: 'A message whose m.mentions has a room that is like true, and not true, is pushed without a highlight',
    caughtBy: ['matching.room-mention-cast'],
    scene: { group: true },
    event: async ({ bob, room }) => {
      const path = { roomId: room, eventType: 'm.room.message', txnId: 'mention' }
      const { status, body } = await bob.client.call('sendEvent', { path, body: mentioning({ room: 'true' }) })
      if (status !== 200) throw new NotApplicable('The target refuses a mention that is not as its schema has it')
      return (body as { event_id: string }).event_id
    },
  }),
  notifies({
    ruleId: '.m.rule.contains_display_name',
    title: 'A message that contains the display name that the user has in the room is pushed with a highlight',
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
    sound: 'default',
    highlight: true,
    scene: { group: true },
    event: async ({ alice, bob, room }) => {
      // Many servers give a new user the local part as display name, and then another rule would match too.
      await alice.setNameIn(room, 'Queen of Hearts')
      return await bob.send(room, `Ask ${alice.localpart}, please`)
    },
  }),
  notifies({
    ruleId: '.m.rule.roomnotif',
    title: 'A message that contains @room, from a sender who may notify the room, is pushed with a highlight',
    highlight: true,
    scene: { group: true },
    event: ({ bob, room }) => bob.send(room, 'Hello @room'),
  }),
  notifies({
    ruleId: '.m.rule.roomnotif',
    aspect: 'without-permission',
    title: 'A message that contains @room, from a sender who may not notify the room, is pushed without a highlight',
    scene: { group: true },
    event: ({ carol, room }) => carol.send(room, 'Hello @room'),
  }),
  notifies({
    ruleId: '.m.rule.contains_user_name',
    aspect: 'yields-to-m-mentions',
    title: "A message with m.mentions that contains the local part of the user's ID is not highlighted for that",
    verifies: ['defaults.legacy-mentions-yield'],
    scene: { group: true },
    event: ({ alice, bob, room }) => bob.send(room, mentioning({}, `Ask ${alice.localpart}, please`)),
  }),
  notifies({
    ruleId: '.m.rule.roomnotif',
    aspect: 'yields-to-m-mentions',
    title: 'A message with m.mentions that contains @room is not highlighted for that',
    verifies: ['defaults.legacy-mentions-yield'],
    scene: { group: true },
    event: ({ bob, room }) => bob.send(room, mentioning({}, 'Hello @room')),
  }),
]
