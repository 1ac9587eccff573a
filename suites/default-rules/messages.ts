import { notifies, silences } from './effects.ts'

const ENCRYPTED = {
  algorithm: 'm.megolm.v1.aes-sha2',
  ciphertext: 'AwgAEpABm6',
  device_id: 'DEVICE',
  sender_key: 'c2VuZGVyIGtleQ',
  session_id: 'c2Vzc2lvbg',
}

/** The default rules about messages, notices, edits, reactions and calls. */
export const messages = [
  notifies({
    ruleId: '.m.rule.room_one_to_one',
    title: 'A message in a room with two members is pushed with the default sound',
    caughtBy: ['defaults.one-to-one-silent', 'defaults.no-room-one-to-one'],
    fairness:
      'The room has two members, both joined. The rule for all messages matches too, but were it tried first, this one could never act.',
    sound: 'default',
    event: ({ bob, room }) => bob.send(room, 'for you alone'),
  }),
  notifies({
    ruleId: '.m.rule.message',
    title: 'A message in a room with three members is pushed without a sound',
    caughtBy: ['defaults.message-with-sound', 'defaults.messages-silenced'],
    fairness:
      'The rule has no action but to notify, and no other is about a message that names nobody; that it is no highlight may be spelled out or not.',
    scene: { group: true },
    event: ({ bob, room }) => bob.send(room, 'for everybody'),
  }),
  notifies({
    ruleId: '.m.rule.encrypted_room_one_to_one',
    title: 'An encrypted event in a room with two members is pushed with the default sound',
    caughtBy: ['defaults.encrypted-one-to-one-silent', 'defaults.no-encrypted-room-one-to-one'],
    fairness:
      'The rule asks for the type and for two members, and the room has two, both joined; whether encryption is switched on there does not matter to it.',
    sound: 'default',
    event: ({ bob, room }) => bob.sendEvent(room, 'm.room.encrypted', ENCRYPTED),
  }),
  notifies({
    ruleId: '.m.rule.encrypted',
    title: 'An encrypted event in a room with three members is pushed without a sound',
    caughtBy: ['defaults.encrypted-silenced', 'push.no-encrypted-events'],
    fairness: 'The rule asks for the type alone, and has no action but to notify; there is nothing else to match.',
    scene: { group: true },
    event: ({ bob, room }) => bob.sendEvent(room, 'm.room.encrypted', ENCRYPTED),
  }),
  notifies({
    ruleId: '.m.rule.call',
    title: 'An invitation to a call is pushed with the sound ring',
    caughtBy: ['defaults.call-without-ring', 'defaults.no-call'],
    fairness:
      'The rule asks for the type alone. The invitation has the fields of older versions of calls and of newer ones, so either is complete.',
    sound: 'ring',
    event: ({ bob, room }) =>
      bob.sendEvent(room, 'm.call.invite', {
        call_id: 'plexor-call',
        party_id: 'plexor-party',
        version: '1',
        lifetime: 60_000,
        offer: { type: 'offer', sdp: 'v=0' },
      }),
  }),
  silences({
    ruleId: '.m.rule.suppress_notices',
    title: 'A notice is not pushed',
    caughtBy: ['defaults.notices-notify', 'defaults.no-suppress-notices'],
    fairness:
      'A notice is a message too, but were the rules for messages tried first, this one could never act, and override rules go before them.',
    event: ({ bob, room }) => bob.send(room, { msgtype: 'm.notice', body: 'a notice' }),
  }),
  silences({
    ruleId: '.m.rule.suppress_notices',
    aspect: 'before-mentions',
    title: 'A notice that mentions the user is not pushed, as the rule for notices stands above the one for mentions',
    since: 'v1.7',
    verifies: ['defaults.order'],
    caughtBy: ['defaults.mentions-before-notices'],
    fairness:
      'Both rules match, and the text has the one for notices first in its list without saying that the order binds; a target with another order is warned of, no more.',
    event: ({ alice, bob, room }) =>
      bob.send(room, { msgtype: 'm.notice', body: 'a notice', 'm.mentions': { user_ids: [alice.userId] } }),
  }),
  silences({
    ruleId: '.m.rule.reaction',
    title: 'A reaction is not pushed',
    caughtBy: ['defaults.reactions-notify', 'defaults.no-reaction'],
    fairness:
      'No other default rule is about a reaction, and users may change the actions of default rules, which shows that it is this one that silences.',
    event: async ({ alice, bob, room }) => {
      const event_id = await alice.send(room, 'a message to react to')
      return await bob.sendEvent(room, 'm.reaction', {
        'm.relates_to': { rel_type: 'm.annotation', event_id, key: '👍' },
      })
    },
  }),
  silences({
    ruleId: '.m.rule.suppress_edits',
    title: 'An edit is not pushed',
    caughtBy: ['defaults.edits-notify', 'defaults.no-suppress-edits'],
    fairness:
      'An edit is a message too, but override rules go before those for messages; it mentions nobody, so the order among the override rules does not matter.',
    event: async ({ bob, room }) => {
      const event_id = await bob.send(room, 'a mesage')
      return await bob.send(room, {
        msgtype: 'm.text',
        body: '* a message',
        'm.new_content': { msgtype: 'm.text', body: 'a message' },
        'm.relates_to': { rel_type: 'm.replace', event_id },
      })
    },
  }),
]
