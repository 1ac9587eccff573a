import { defineCase } from '../harness/case/case.ts'
import { expectMatches, expectSamples, notifyOfAnything, observe } from './trial.ts'

const CONTAINS_NAME = { conditions: [{ kind: 'contains_display_name' }] }

/** Since v1.17 new rules should not have the condition any more. */
const SPAN = { until: 'v1.17' } as const

/** The display name of the owner of the rules in the text of a message. */
export const displayName = [
  defineCase({
    id: 'conditions/display-name',
    title: "contains_display_name holds for a message with the user's display name in it, and for no other",
    verifies: ['conditions.display-name.contained'],
    fairness:
      'Whether a name counts within a word, or in other letter case, is left open, so the name stands here as it is and as whole words, or is not there. A target without names for one room is not judged.',
    caughtBy: ['matching.display-name-unknown'],
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      await scene.alice.setNameIn(scene.room, 'Groovy Gorilla')
      await expectMatches(scene, CONTAINS_NAME, {
        matched: ['Groovy Gorilla', 'hello Groovy Gorilla, how are you?', 'all welcome Groovy Gorilla'],
        passedOver: ['hello everybody', 'hello Gorilla', 'hello Gorilla Groovy'],
      })
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-the-room',
    title: 'The display name that counts is the one that the user has in the room of the message',
    verifies: ['conditions.display-name.contained'],
    fairness:
      'The text speaks of the display name in that room. That users can have another one there is not promised: a target that refuses it, or does not keep it, is not judged.',
    caughtBy: ['matching.display-name-of-the-first-room', 'matching.display-name-unknown'],
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await alice.setNameIn(room, 'Groovy Gorilla')
      await alice.setNameIn(other, 'White Rabbit')
      const inRoom = (roomId: string, text: string) => ({
        name: `"${text}" in ${roomId === room ? 'the first room' : 'the other room'}`,
        send: () => bob.send(roomId, text),
      })
      await expectSamples(scene, CONTAINS_NAME, {
        matched: [inRoom(room, 'Groovy Gorilla!'), inRoom(other, 'White Rabbit!')],
        passedOver: [inRoom(room, 'White Rabbit!'), inRoom(other, 'Groovy Gorilla!')],
      })
    },
  }),

  defineCase({
    id: 'conditions/display-name-changed',
    title: 'A changed display name counts at once, and the old one no more',
    verifies: ['conditions.display-name.contained'],
    fairness:
      "The condition exists because names change, and the message is sent when the room's state has the new name already. A target without names for one room is not judged.",
    caughtBy: ['matching.display-name-of-the-first-room', 'matching.display-name-unknown'],
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, room } = scene
      await alice.setNameIn(room, 'Groovy Gorilla')
      await expectMatches(scene, CONTAINS_NAME, { matched: ['Groovy Gorilla'], passedOver: ['White Rabbit'] })
      await alice.setNameIn(room, 'White Rabbit')
      await expectMatches(scene, CONTAINS_NAME, { matched: ['White Rabbit'], passedOver: ['Groovy Gorilla'] })
    },
  }),

  defineCase({
    id: 'conditions/display-name-of-another',
    title: 'The display name of the sender does not count',
    verifies: ['conditions.display-name.contained'],
    fairness:
      "The name is that of the owner of the rule, and Bob's has no word in common with it. A target without names for one room is not judged.",
    caughtBy: ['matching.display-name-of-the-sender', 'matching.display-name-unknown'],
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      await scene.alice.setNameIn(scene.room, 'Groovy Gorilla')
      await scene.bob.setNameIn(scene.room, 'White Rabbit')
      const table = { matched: ['Groovy Gorilla!'], passedOver: ['White Rabbit here'] }
      await expectMatches(scene, CONTAINS_NAME, table)
    },
  }),

  defineCase({
    id: 'conditions/display-name-is-plain-text',
    title: 'Nothing in a display name is a wildcard or otherwise special',
    verifies: ['conditions.display-name.plain-text'],
    caughtBy: ['matching.display-name-as-pattern'],
    fairness:
      'The text calls patterns globs where they are, and a display name a name. Each name begins and ends with a letter and stands between spaces, so a server that looks for whole words finds it too.',
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, room } = scene
      const names: [name: string, other: string][] = [
        ['Gro* Gorilla', 'Groovy Gorilla'],
        ['Groov? Gorilla', 'Groovy Gorilla'],
        ['Groov. Gorilla', 'Groovy Gorilla'],
        ['Groov[xyz] Gorilla', 'Groovy Gorilla'],
      ]
      for (const [name, other] of names) {
        await alice.setNameIn(room, name)
        await expectMatches(scene, CONTAINS_NAME, { matched: [`hello ${name}`], passedOver: [`hello ${other}`] })
      }
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-body-only',
    title: 'The display name is looked for in a content.body that is a string, and nowhere else',
    verifies: ['conditions.display-name.body'],
    caughtBy: ['matching.display-name-anywhere'],
    fairness:
      'The text names content.body alone. Bodies that are no text hold none here either; whether a name within a list counts is not said, and not tried.',
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      await scene.alice.setNameIn(scene.room, 'true')
      await notifyOfAnything(scene)
      await expectMatches(scene, CONTAINS_NAME, {
        matched: ['this is true'],
        passedOver: [{ format: 'org.matrix.custom.html', formatted_body: 'true' }, { name: 'true' }],
      })
      const bodies = [{}, { body: true }, { body: null }, { body: [] }, { body: {} }]
      await expectMatches(scene, CONTAINS_NAME, { passedOver: bodies }, { eventType: 'org.plexor.note' })
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-a-word',
    title: 'Whether the display name is found as a part of a word',
    verifies: ['conditions.display-name.words'],
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      await scene.alice.setNameIn(scene.room, 'Groovy')
      const [found] = await observe(scene, CONTAINS_NAME, ['Groovyish'])
      return found ? 'It is found as a part of a word' : 'It is found as a whole word only'
    },
  }),

  defineCase({
    id: 'conditions/display-name-letter-case',
    title: 'Whether letter case matters to a display name',
    verifies: ['conditions.display-name.case'],
    ...SPAN,
    async run({ createScene }) {
      const scene = await createScene()
      await scene.alice.setNameIn(scene.room, 'Groovy Gorilla')
      const [found] = await observe(scene, CONTAINS_NAME, ['hello groovy gorilla'])
      return found ? 'Letter case does not matter' : 'Letter case matters'
    },
  }),
]
