import { notifies, silences } from './helpers/effect-case.ts'

const ENCRYPTED = {
  algorithm: 'm.megolm.v1.aes-sha2',
  ciphertext: 'AwgAEpABm6',
  device_id: 'DEVICE',
  sender_key: 'c2VuZGVyIGtleQ',
  session_id: 'c2Vzc2lvbg',
}

/** Default rules about messages, notices, edits, reactions and calls. */
export const messages = [
  notifies({
    ruleId: '.m.rule.room_one_to_one',
    title: 'A message in a room with two members is pushed with the default sound',
    caughtBy: ['default-rules.one-to-one-silent', 'default-rules.no-room-one-to-one'],
    fairness:
      'Both members of the room have joined. The rule for all messages also matches, but if it came first, this rule could never apply.',
    sound: 'default',
    event: ({ bob, room }) => bob.send(room, 'for you alone'),
  }),

  notifies({
    ruleId: '.m.rule.message',
    title: 'A message in a room with three members is pushed without a sound',
    caughtBy: ['default-rules.message-with-sound', 'default-rules.messages-silenced'],
    fairness:
      'The only action of the rule is notify, and no other rule matches a message without mentions. The highlight may be false or missing.',
    scene: { group: true },
    event: ({ bob, room }) => bob.send(room, 'for everybody'),
  }),

  notifies({
    ruleId: '.m.rule.encrypted_room_one_to_one',
    title: 'An encrypted event in a room with two members is pushed with the default sound',
    caughtBy: ['default-rules.encrypted-one-to-one-silent', 'default-rules.no-encrypted-room-one-to-one'],
    fairness:
      'The rule requires the type and two members, and both members have joined. It does not depend on whether the room is encrypted.',
    sound: 'default',
    event: ({ bob, room }) => bob.sendEvent(room, 'm.room.encrypted', ENCRYPTED),
  }),

  notifies({
    ruleId: '.m.rule.encrypted',
    title: 'An encrypted event in a room with three members is pushed without a sound',
    caughtBy: ['default-rules.encrypted-silenced', 'default-rules.encrypted-events-not-evaluated'],
    fairness: 'The rule requires only the type, its only action is notify, and no other rule matches.',
    scene: { group: true },
    event: ({ bob, room }) => bob.sendEvent(room, 'm.room.encrypted', ENCRYPTED),
  }),

  notifies({
    ruleId: '.m.rule.call',
    title: 'An invitation to a call is pushed with the sound ring',
    caughtBy: ['default-rules.call-without-ring', 'default-rules.no-call'],
    fairness:
      'The rule requires only the type. The invitation has the fields of older and newer versions of calls, so it is complete in each.',
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
    caughtBy: ['default-rules.notices-notify', 'default-rules.no-suppress-notices'],
    fairness:
      'A notice is also a message, but override rules precede the rules for messages; if those came first, this rule could never apply.',
    event: ({ bob, room }) => bob.send(room, { msgtype: 'm.notice', body: 'a notice' }),
  }),

  silences({
    ruleId: '.m.rule.reaction',
    title: 'A reaction is not pushed',
    caughtBy: ['default-rules.reactions-notify', 'default-rules.no-reaction'],
    fairness:
      'No other default rule matches a reaction. The case then changes the actions of this rule, as users may, to show that this rule silenced it.',
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
    caughtBy: ['default-rules.edits-notify', 'default-rules.no-suppress-edits'],
    fairness:
      'An edit is also a message, but override rules precede the rules for messages. The edit mentions nobody, so the order of the override rules does not matter.',
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
