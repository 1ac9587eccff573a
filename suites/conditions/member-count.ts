import { defineCase } from '../harness/case/case.ts'
import {
  type Criterion,
  expectEachMatches,
  expectMatches,
  observeMatches,
  type TwoUserScene,
} from './helpers/rule-trial.ts'

/** Comparisons, and for which sizes of the room (two or three members) they hold. */
const COMPARISONS: Record<string, readonly number[]> = {
  '==2': [2],
  '==3': [3],
  '<3': [2],
  '>2': [3],
  '<=2': [2],
  '<=3': [2, 3],
  '>=3': [3],
  '>=2': [2, 3],
  '<10': [2, 3],
}

function memberCount(is: string): Criterion {
  return { conditions: [{ kind: 'room_member_count', is }] }
}

/** Reason why the number of members is known. */
const JOINED =
  'Everybody in the room has joined and nobody is invited when a message is sent, because it is unspecified who else counts as a member.'

/** Expects messages of Bob's to show whether the comparisons hold in the room as it is. */
async function expectComparisons(scene: TwoUserScene, comparisons: Readonly<Record<string, boolean>>): Promise<void> {
  const messages = ['a message']
  const trials = Object.entries(comparisons).map(([is, holds]) => ({
    criterion: memberCount(is),
    ...(holds ? { matched: messages } : { unmatched: messages }),
  }))
  await expectEachMatches(scene, trials)
}

/** Number of members of the room. */
export const memberCounts = [
  ...([2, 3] as const).map((size) =>
    defineCase({
      id: `conditions/member-count-${size}`,
      title: `room_member_count supports every comparison operator in a room with ${size} members`,
      verifies: ['conditions.member-count.comparison'],
      caughtBy: [size === 2 ? 'conditions.member-count-greater-or-equal' : 'conditions.member-count-less-or-equal'],
      fairness: `The specification defines each operator. ${JOINED}`,
      async run({ sharedScene }) {
        const scene = await sharedScene({ group: size === 3 })
        const signs = Object.entries(COMPARISONS)
        await expectComparisons(scene, Object.fromEntries(signs.map(([is, sizes]) => [is, sizes.includes(size)])))
      },
    }),
  ),

  defineCase({
    id: 'conditions/member-count-without-sign',
    title: 'room_member_count with a number alone requires exactly that many members',
    verifies: ['conditions.member-count.equal-by-default'],
    caughtBy: ['conditions.member-count-at-least'],
    fairness: `The specification treats a number alone like ==. ${JOINED}`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ group: true })
      await expectComparisons(scene, { 2: false, 3: true, 4: false, 33: false })
    },
  }),

  defineCase({
    id: 'conditions/member-count-follows-joins-and-leaves',
    title: 'room_member_count follows members who join and leave',
    verifies: ['conditions.member-count.comparison', 'conditions.member-count.equal-by-default'],
    caughtBy: ['conditions.member-count-with-former-members', 'conditions.member-count-at-least'],
    fairness: `The specification says that the current number counts, and a user who has left is not a member. ${JOINED}`,
    async run({ sharedScene, sharedUser }) {
      const scene = await sharedScene()
      const { bob, room } = scene
      const carol = await sharedUser('carol')
      await expectComparisons(scene, { 2: true })
      await bob.invite(room, carol)
      await carol.join(room)
      await expectComparisons(scene, { 3: true, 2: false })
      await carol.leave(room)
      await expectComparisons(scene, { 2: true, 3: false })
    },
  }),

  defineCase({
    id: 'conditions/member-count-with-invited',
    title: 'Whether room_member_count counts an invited user',
    verifies: ['conditions.member-count.invited'],
    async run({ sharedScene, sharedUser }) {
      const scene = await sharedScene()
      await scene.bob.invite(scene.room, await sharedUser('carol'))
      const details = { buildsOn: ['conditions.member-count.comparison'] }
      await expectMatches(scene, memberCount('>=2'), { matched: ['a message'] }, { details })
      const [counted] = await observeMatches(scene, memberCount('3'), ['a message'])
      return counted ? 'An invited user counts as a member' : 'An invited user does not count as a member'
    },
  }),
]
