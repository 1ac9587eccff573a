import { defineCase } from '../harness/case.ts'
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
    caughtBy: ['matching.display-name-unknown'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      await stage.alice.setNameIn(stage.room, 'Groovy Gorilla')
      await expectMatches(stage, CONTAINS_NAME, {
        matched: ['Groovy Gorilla', 'hello Groovy Gorilla, how are you?', 'all welcome Groovy Gorilla'],
        passedOver: ['hello everybody', 'hello Gorilla', 'hello Gorilla Groovy'],
      })
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-the-room',
    title: 'The display name that counts is the one that the user has in the room of the message',
    verifies: ['conditions.display-name.contained'],
    caughtBy: ['matching.display-name-unknown'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      const { alice, bob, room } = stage
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await alice.setNameIn(room, 'Groovy Gorilla')
      await alice.setNameIn(other, 'White Rabbit')
      const inRoom = (roomId: string, text: string) => ({
        name: `"${text}" in ${roomId === room ? 'the first room' : 'the other room'}`,
        send: () => bob.send(roomId, text),
      })
      await expectSamples(stage, CONTAINS_NAME, {
        matched: [inRoom(room, 'Groovy Gorilla!'), inRoom(other, 'White Rabbit!')],
        passedOver: [inRoom(room, 'White Rabbit!'), inRoom(other, 'Groovy Gorilla!')],
      })
    },
  }),

  defineCase({
    id: 'conditions/display-name-changed',
    title: 'A changed display name counts at once, and the old one no more',
    verifies: ['conditions.display-name.contained'],
    caughtBy: ['matching.display-name-unknown'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      const { alice, room } = stage
      await alice.setNameIn(room, 'Groovy Gorilla')
      await expectMatches(stage, CONTAINS_NAME, { matched: ['Groovy Gorilla'], passedOver: ['White Rabbit'] })
      await alice.setNameIn(room, 'White Rabbit')
      await expectMatches(stage, CONTAINS_NAME, { matched: ['White Rabbit'], passedOver: ['Groovy Gorilla'] })
    },
  }),

  defineCase({
    id: 'conditions/display-name-of-another',
    title: 'The display name of the sender does not count',
    verifies: ['conditions.display-name.contained'],
    caughtBy: ['matching.display-name-unknown'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      await stage.alice.setNameIn(stage.room, 'Groovy Gorilla')
      await stage.bob.setNameIn(stage.room, 'White Rabbit')
      const table = { matched: ['Groovy Gorilla!'], passedOver: ['White Rabbit here'] }
      await expectMatches(stage, CONTAINS_NAME, table)
    },
  }),

  defineCase({
    id: 'conditions/display-name-is-plain-text',
    title: 'Nothing in a display name is a wildcard or otherwise special',
    verifies: ['conditions.display-name.plain-text'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      const { alice, room } = stage
      const names: [name: string, other: string][] = [
        ['Gro* Gorilla', 'Groovy Gorilla'],
        ['Groov? Gorilla', 'Groovy Gorilla'],
        ['Groov. Gorilla', 'Groovy Gorilla'],
        ['Groov[xyz] Gorilla', 'Groovy Gorilla'],
      ]
      for (const [name, other] of names) {
        await alice.setNameIn(room, name)
        await expectMatches(stage, CONTAINS_NAME, { matched: [`hello ${name}`], passedOver: [`hello ${other}`] })
      }
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-body-only',
    title: 'The display name is looked for in a content.body that is a string, and nowhere else',
    verifies: ['conditions.display-name.body'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      await stage.alice.setNameIn(stage.room, 'true')
      await notifyOfAnything(stage)
      await expectMatches(stage, CONTAINS_NAME, {
        matched: ['this is true'],
        passedOver: [{ format: 'org.matrix.custom.html', formatted_body: 'true' }, { name: 'true' }],
      })
      const bodies = [{}, { body: true }, { body: ['true'] }, { body: { true: 'true' } }, { body: null }]
      await expectMatches(stage, CONTAINS_NAME, { passedOver: bodies }, { eventType: 'org.plexor.note' })
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-a-word',
    title: 'Whether the display name is found as a part of a word',
    verifies: ['conditions.display-name.words'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      await stage.alice.setNameIn(stage.room, 'Groovy')
      const [found] = await observe(stage, CONTAINS_NAME, ['Groovyish'])
      return found ? 'It is found as a part of a word' : 'It is found as a whole word only'
    },
  }),

  defineCase({
    id: 'conditions/display-name-letter-case',
    title: 'Whether letter case matters to a display name',
    verifies: ['conditions.display-name.case'],
    ...SPAN,
    async run({ scene }) {
      const stage = await scene()
      await stage.alice.setNameIn(stage.room, 'Groovy Gorilla')
      const [found] = await observe(stage, CONTAINS_NAME, ['hello groovy gorilla'])
      return found ? 'Letter case does not matter' : 'Letter case matters'
    },
  }),
]
