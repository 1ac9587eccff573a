import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import {
  eventMatch,
  expectMatches,
  expectSamples,
  notifyOfAnything,
  type Sample,
  type TwoUserScene,
} from './helpers/rule-trial.ts'

/** Event type that no default rule matches. */
const NOTE = 'org.plexor.note'

/** Fields of the event other than its content, especially those of state events. */
export const eventFields = [
  defineCase({
    id: 'conditions/event-fields',
    title: 'event_match can match the type, sender and room of an event as well as its content',
    verifies: ['conditions.event-match.fields'],
    caughtBy: ['conditions.content-only', 'conditions.body-only'],
    fairness:
      'The key names a field of the event, and content is only one of them. No value is part of another, so it does not matter whether a pattern has to match the whole value (since v1.3) or a part of it.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      const { bob, carol, room } = scene
      const by = (sender: typeof bob, eventType: string): Sample => ({
        name: `${eventType} of ${sender.name}`,
        send: () => sender.sendEvent(room, eventType, { msgtype: 'm.text', body: 'a message' }),
      })
      await notifyOfAnything(scene)
      await expectSamples(scene, eventMatch('type', NOTE), {
        matched: [by(bob, NOTE)],
        unmatched: [by(bob, 'm.room.message')],
      })
      await expectSamples(scene, eventMatch('sender', bob.userId), {
        matched: [by(bob, 'm.room.message')],
        unmatched: [by(carol, 'm.room.message')],
      })
      await expectSamples(scene, eventMatch('room_id', room), { matched: [by(bob, 'm.room.message')] })
      await expectMatches(scene, eventMatch('content.msgtype', 'm.emote'), {
        matched: [{ msgtype: 'm.emote' }],
        unmatched: [{ msgtype: 'm.text' }],
      })
    },
  }),

  defineCase({
    id: 'conditions/room-id',
    title: 'event_match on room_id distinguishes between rooms',
    verifies: ['conditions.event-match.fields'],
    caughtBy: ['conditions.content-only'],
    fairness: 'Every event has a room_id, whatever form room IDs have in the version of the room.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ roomCount: 2 })
      const { bob, rooms } = scene
      const [room = '', other = ''] = rooms
      await expectSamples(scene, eventMatch('room_id', room), {
        matched: [{ name: 'a message in the room', send: () => bob.send(room, 'here') }],
        unmatched: [{ name: 'a message in another room', send: () => bob.send(other, 'there') }],
      })
    },
  }),

  defineCase({
    id: 'conditions/whole-type',
    title: 'The whole type has to match, and a dot in a pattern is a dot',
    verifies: ['conditions.event-match.whole-value', 'conditions.glob.literal'],
    caughtBy: ['conditions.value-anywhere', 'conditions.dot-matches-any'],
    fairness:
      'The specification requires the entire value to match, for the type as for other fields, and a dot is not one of the two special characters.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const { bob, room } = scene
      const ofType = (type: string): Sample => ({
        name: type,
        send: () => bob.sendEvent(room, type, { body: 'a note' }),
      })
      await notifyOfAnything(scene)
      await expectSamples(scene, eventMatch('type', NOTE), {
        matched: [NOTE].map(ofType),
        unmatched: [`${NOTE}.extended`, `com.example.${NOTE}`, 'orgXplexor.note'].map(ofType),
      })
    },
  }),

  defineCase({
    id: 'conditions/state-key',
    title: 'event_match on state_key has to match the whole state key, and an empty pattern matches only an empty one',
    verifies: ['conditions.event-match.whole-value'],
    caughtBy: ['conditions.value-anywhere'],
    fairness:
      'The entire value has to match, so an empty pattern can match only the empty value; the default rule for tombstones relies on this.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await notifyOfAnything(scene)
      const withKeys = (...keys: string[]) => keys.map((key) => stateWithKey(scene, key))
      await expectSamples(scene, eventMatch('state_key', ''), {
        matched: withKeys(''),
        unmatched: withKeys('somebody'),
      })
      await expectSamples(scene, eventMatch('state_key', 'somebody'), {
        matched: withKeys('somebody'),
        unmatched: withKeys('', 'somebody else'),
      })
    },
  }),

  defineCase({
    id: 'conditions/no-state-key',
    title: 'event_match on state_key does not match an event without one, not even with *',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['conditions.star-matches-missing'],
    fairness: 'The specification rules out a match for a missing property, and a message has no state_key.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await notifyOfAnything(scene)
      await expectSamples(scene, eventMatch('state_key', '*'), { matched: [stateWithKey(scene, 'somebody')] })
      await expectMatches(scene, eventMatch('state_key', '*'), { unmatched: ['a message'] })
      await expectMatches(scene, eventMatch('state_key', ''), { unmatched: ['a message'] })
    },
  }),

  defineCase({
    id: 'conditions/no-implicit-state-key',
    title: 'A condition on the type of an event matches with every state key and without one',
    verifies: ['conditions.event-match.no-implicit-state-key'],
    caughtBy: ['conditions.state-events-not-evaluated'],
    fairness: 'The specification warns that a rule has no condition on state_key unless it spells one out.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await expectSamples(scene, eventMatch('type', NOTE), {
        matched: [stateWithKey(scene, ''), stateWithKey(scene, 'somebody')],
      })
      await expectMatches(scene, eventMatch('type', NOTE), { matched: ['no state'] }, { eventType: NOTE })
    },
  }),
]

/** Returns a state event of Bob's with this state key. Its content is new each time, so every event is a change. */
function stateWithKey({ bob, room }: TwoUserScene, stateKey: string): Sample {
  return {
    name: `the state key ${quote(stateKey)}`,
    send: () => bob.setState(room, NOTE, { mark: crypto.randomUUID() }, stateKey),
  }
}
