import { defineCase } from '../harness/case/case.ts'
import { setBothNames } from '../harness/users/both-names.ts'
import {
  expectMatches,
  expectSamples,
  notifyOfAnything,
  type ObservationOptions,
  observeMatches,
} from './helpers/rule-trial.ts'

const CONTAINS_NAME = { conditions: [{ kind: 'contains_display_name' }] }

/** Versions with the condition: since v1.17 new rules should not use it. */
const SPAN = { until: 'v1.17' } as const

/** Display name of the owner of the rules in the text of a message. */
export const displayName = [
  defineCase({
    id: 'conditions/display-name',
    title: "contains_display_name matches a message that contains the user's display name, and no other",
    verifies: ['conditions.display-name.contained'],
    fairness:
      'It is unspecified whether a name matches inside a word or in another letter case, so the name either appears exactly as whole words or not at all. The name of the profile is the same as that in the room, since another case tells them apart.',
    caughtBy: ['conditions.display-name-never-matches'],
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await setBothNames(scene.alice, scene.room, 'Groovy Gorilla')
      await expectMatches(scene, CONTAINS_NAME, {
        matched: ['Groovy Gorilla', 'hello Groovy Gorilla, how are you?', 'all welcome Groovy Gorilla'],
        unmatched: ['hello everybody', 'hello Gorilla', 'hello Gorilla Groovy'],
      })
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-the-room',
    title: 'The display name that the user has in the room of the message is the one that matches',
    verifies: ['conditions.display-name.contained'],
    fairness:
      'The specification speaks of the display name in that room. It does not promise that a user can have a different one per room, so the case is skipped if the target refuses or ignores it.',
    caughtBy: [
      'conditions.display-name-of-profile',
      'conditions.display-name-of-first-room',
      'conditions.display-name-never-matches',
    ],
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene({ roomCount: 2 })
      const { alice, bob, rooms } = scene
      const [room = '', other = ''] = rooms
      await alice.setNameIn(room, 'Groovy Gorilla')
      await alice.setNameIn(other, 'White Rabbit')
      const inRoom = (roomId: string, text: string) => ({
        name: `"${text}" in ${roomId === room ? 'the first room' : 'the other room'}`,
        send: () => bob.send(roomId, text),
      })
      await expectSamples(scene, CONTAINS_NAME, {
        matched: [inRoom(room, 'Groovy Gorilla!'), inRoom(other, 'White Rabbit!')],
        unmatched: [inRoom(room, 'White Rabbit!'), inRoom(other, 'Groovy Gorilla!')],
      })
    },
  }),

  defineCase({
    id: 'conditions/display-name-changed',
    title: 'A changed display name matches at once, and the old one no longer does',
    verifies: ['conditions.display-name.contained'],
    fairness:
      "The condition exists because names change, and the message is sent after the room's state contains the new name, which is also that of the profile.",
    caughtBy: ['conditions.display-name-of-first-room', 'conditions.display-name-never-matches'],
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const { alice, room } = scene
      await setBothNames(alice, room, 'Groovy Gorilla')
      await expectMatches(scene, CONTAINS_NAME, { matched: ['Groovy Gorilla'], unmatched: ['White Rabbit'] })
      await setBothNames(alice, room, 'White Rabbit')
      await expectMatches(scene, CONTAINS_NAME, { matched: ['White Rabbit'], unmatched: ['Groovy Gorilla'] })
    },
  }),

  defineCase({
    id: 'conditions/display-name-of-sender',
    title: 'The display name of the sender does not match',
    verifies: ['conditions.display-name.contained'],
    fairness:
      "The condition is about the name of the rule's owner, and Bob's name shares no word with it. Both have the same name in the profile and in the room.",
    caughtBy: ['conditions.display-name-of-sender', 'conditions.display-name-never-matches'],
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await setBothNames(scene.alice, scene.room, 'Groovy Gorilla')
      await setBothNames(scene.bob, scene.room, 'White Rabbit')
      const table = { matched: ['Groovy Gorilla!'], unmatched: ['White Rabbit here'] }
      await expectMatches(scene, CONTAINS_NAME, table)
    },
  }),

  defineCase({
    id: 'conditions/display-name-is-plain-text',
    title: 'No character of a display name is a wildcard or otherwise special',
    verifies: ['conditions.display-name.plain-text'],
    caughtBy: ['conditions.display-name-as-pattern'],
    fairness:
      'The specification says explicitly where a pattern is a glob; a display name is not. Each name begins and ends with a letter and stands between spaces, so a server that looks for whole words also finds it.',
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const { alice, room } = scene
      const names: [name: string, other: string][] = [
        ['Gro* Gorilla', 'Groovy Gorilla'],
        ['Groov? Gorilla', 'Groovy Gorilla'],
        ['Groov. Gorilla', 'Groovy Gorilla'],
        ['Groov[xyz] Gorilla', 'Groovy Gorilla'],
      ]
      for (const [name, other] of names) {
        await setBothNames(alice, room, name)
        await expectMatches(scene, CONTAINS_NAME, { matched: [`hello ${name}`], unmatched: [`hello ${other}`] })
      }
    },
  }),

  defineCase({
    id: 'conditions/display-name-in-body-only',
    title: 'The display name matches only in a content.body that is a string',
    verifies: ['conditions.display-name.body'],
    caughtBy: ['conditions.display-name-in-any-field'],
    fairness:
      'The specification names content.body alone, and a body that is not a string contains no name. Whether a name inside a list matches is unspecified and not tested.',
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await setBothNames(scene.alice, scene.room, 'true')
      await notifyOfAnything(scene)
      await expectMatches(scene, CONTAINS_NAME, {
        matched: ['this is true'],
        unmatched: [{ format: 'org.matrix.custom.html', formatted_body: 'true' }, { name: 'true' }],
      })
      const bodies = [{}, { body: true }, { body: null }, { body: [] }, { body: {} }]
      await expectMatches(scene, CONTAINS_NAME, { unmatched: bodies }, { eventType: 'org.plexor.note' })
    },
  }),

  defineCase({
    id: 'conditions/display-name-within-word',
    title: 'Whether the display name matches inside a word',
    verifies: ['conditions.display-name.words'],
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await setBothNames(scene.alice, scene.room, 'Groovy')
      const [found] = await observeMatches(scene, CONTAINS_NAME, ['Groovyish'], contained('hello Groovy'))
      return found ? 'It matches inside a word' : 'It matches as a whole word only'
    },
  }),

  defineCase({
    id: 'conditions/display-name-letter-case',
    title: 'Whether letter case matters for a display name',
    verifies: ['conditions.display-name.case'],
    ...SPAN,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      await setBothNames(scene.alice, scene.room, 'Groovy Gorilla')
      const control = contained('hello Groovy Gorilla')
      const [found] = await observeMatches(scene, CONTAINS_NAME, ['hello groovy gorilla'], control)
      return found ? 'Letter case does not matter' : 'Letter case matters'
    },
  }),
]

/** Returns a message that contains the display name as whole words, so that the condition holds however it is read. */
function contained(message: string): ObservationOptions {
  return { control: { message, requirement: 'conditions.display-name.contained' } }
}
