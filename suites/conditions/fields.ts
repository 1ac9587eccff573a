import { defineCase } from '../harness/case/case.ts'
import { quote } from '../harness/evidence/quote.ts'
import { eventMatch, expectMatches, expectSamples, notifyOfAnything, type Sample, type Stage } from './trial.ts'

/** A type of event that no default rule is about. */
const NOTE = 'org.plexor.note'

/** The fields of the event beside its content, those of state events above all. */
export const fields = [
  defineCase({
    id: 'conditions/event-fields',
    title: 'event_match finds the type, the sender and the room of an event as well as its content',
    verifies: ['conditions.event-match.fields'],
    caughtBy: ['matching.content-alone', 'matching.body-alone'],
    fairness:
      'The key names a field of the event, of which content is only one. No value is a part of another, so it is the same whether a pattern has to be the whole value, as since v1.3, or a part of it.',
    async run({ createScene }) {
      const scene = await createScene({ group: true })
      const { bob, carol, room } = scene
      const by = (sender: typeof bob, eventType: string): Sample => ({
        name: `${eventType} of ${sender.name}`,
        send: () => sender.sendEvent(room, eventType, { msgtype: 'm.text', body: 'a message' }),
      })
      await notifyOfAnything(scene)
      await expectSamples(scene, eventMatch('type', NOTE), {
        matched: [by(bob, NOTE)],
        passedOver: [by(bob, 'm.room.message')],
      })
      await expectSamples(scene, eventMatch('sender', bob.userId), {
        matched: [by(bob, 'm.room.message')],
        passedOver: [by(carol, 'm.room.message')],
      })
      await expectSamples(scene, eventMatch('room_id', room), { matched: [by(bob, 'm.room.message')] })
      await expectMatches(scene, eventMatch('content.msgtype', 'm.emote'), {
        matched: [{ msgtype: 'm.emote' }],
        passedOver: [{ msgtype: 'm.text' }],
      })
    },
  }),

  defineCase({
    id: 'conditions/room-id',
    title: 'event_match on room_id tells one room from another',
    verifies: ['conditions.event-match.fields'],
    caughtBy: ['matching.content-alone'],
    fairness: 'Every event has its room_id, whatever the form of room IDs in the version of the room.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await expectSamples(scene, eventMatch('room_id', room), {
        matched: [{ name: 'a message in the room', send: () => bob.send(room, 'here') }],
        passedOver: [{ name: 'a message in another room', send: () => bob.send(other, 'there') }],
      })
    },
  }),

  defineCase({
    id: 'conditions/longer-type',
    title: 'A type is matched as a whole, and a dot in a pattern is a dot',
    verifies: ['conditions.event-match.whole-value', 'conditions.glob.literal'],
    caughtBy: ['matching.value-anywhere', 'matching.dot-matches-any'],
    fairness:
      'The text asks for the entire value, of the type as of other fields, and the dot is not among the two special characters that it lists.',
    async run({ createScene }) {
      const scene = await createScene()
      const { bob, room } = scene
      const ofType = (type: string): Sample => ({
        name: type,
        send: () => bob.sendEvent(room, type, { body: 'a note' }),
      })
      await notifyOfAnything(scene)
      await expectSamples(scene, eventMatch('type', NOTE), {
        matched: [NOTE].map(ofType),
        passedOver: [`${NOTE}.extended`, `com.example.${NOTE}`, 'orgXplexor.note'].map(ofType),
      })
    },
  }),

  defineCase({
    id: 'conditions/state-key',
    title: 'event_match on state_key has to match the whole state key, and the empty pattern only an empty one',
    verifies: ['conditions.event-match.whole-value'],
    caughtBy: ['matching.value-anywhere'],
    fairness:
      'The entire value has to match, so an empty pattern is left with the empty value, as the default rule for tombstones needs it.',
    async run({ createScene }) {
      const scene = await createScene()
      await notifyOfAnything(scene)
      const withKeys = (...keys: string[]) => keys.map((key) => stateWithKey(scene, key))
      await expectSamples(scene, eventMatch('state_key', ''), {
        matched: withKeys(''),
        passedOver: withKeys('somebody'),
      })
      await expectSamples(scene, eventMatch('state_key', 'somebody'), {
        matched: withKeys('somebody'),
        passedOver: withKeys('', 'somebody else'),
      })
    },
  }),

  defineCase({
    id: 'conditions/no-state-key',
    title: 'event_match on state_key matches no event without one, not even with a star',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['matching.star-matches-missing'],
    fairness: 'The text denies a match for what is absent from the event, and a message has no state_key at all.',
    async run({ createScene }) {
      const scene = await createScene()
      await notifyOfAnything(scene)
      await expectSamples(scene, eventMatch('state_key', '*'), { matched: [stateWithKey(scene, 'somebody')] })
      await expectMatches(scene, eventMatch('state_key', '*'), { passedOver: ['a message'] })
      await expectMatches(scene, eventMatch('state_key', ''), { passedOver: ['a message'] })
    },
  }),

  defineCase({
    id: 'conditions/no-implicit-state-key',
    title: 'A condition on the type of an event matches it with every state key and without any',
    verifies: ['conditions.event-match.no-implicit-state-key'],
    caughtBy: ['push.no-state-events'],
    fairness: 'The text warns that there is no condition on state_key but those which a rule spells out.',
    async run({ createScene }) {
      const scene = await createScene()
      await expectSamples(scene, eventMatch('type', NOTE), {
        matched: [stateWithKey(scene, ''), stateWithKey(scene, 'somebody')],
      })
      await expectMatches(scene, eventMatch('type', NOTE), { matched: ['no state'] }, { eventType: NOTE })
    },
  }),
]

/** A state event of Bob's with this state key; its content is new each time, so that it is a change. */
function stateWithKey({ bob, room }: Stage, stateKey: string): Sample {
  return {
    name: `the state key ${quote(stateKey)}`,
    send: () => bob.setState(room, NOTE, { mark: crypto.randomUUID() }, stateKey),
  }
}
