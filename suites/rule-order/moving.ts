import { quote } from '../../common/text.ts'
import type { PushRule } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual, expectStatus } from '../harness/case/expect.ts'
import type { Placement } from '../harness/users/requests.ts'
import { expectRulesInSync } from '../rules-sync/helpers/push-rules-event.ts'
import { named, priorityOf, putNamed } from './helpers/rules-by-priority.ts'

/** Rules of the cases, highest first. */
const ORDER = ['one', 'two', 'three', 'four'] as const

interface Move extends Placement {
  /** Rule that is put again */
  rule: (typeof ORDER)[number]
}

const FAIR_ABOUT_BOTH =
  'If both before and after are given, the specification places the new or updated rule next to the one in before. The other one is where that position permits it, so the two do not contradict each other. The order shows in which rule decides, not in the list.'

/** Moves with both neighbours, which are next to each other or not. */
const BETWEEN: { name: string; title: string; moves: Required<Move>[]; caughtBy: string[] }[] = [
  {
    name: 'moved-up',
    title: 'A rule that is put again with both before and after moves up to the place directly above the one in before',
    moves: [
      { rule: 'four', before: 'two', after: 'one' },
      { rule: 'three', before: 'two', after: 'one' },
      { rule: 'four', before: 'three', after: 'one' },
    ],
    caughtBy: ['rule-order.existing-rules-not-moved', 'rule-order.after-wins-for-existing-rules'],
  },
  {
    name: 'moved-down',
    title:
      'A rule that is put again with both before and after moves down to the place directly above the one in before',
    moves: [
      { rule: 'one', before: 'four', after: 'three' },
      { rule: 'two', before: 'four', after: 'three' },
      { rule: 'two', before: 'four', after: 'one' },
    ],
    caughtBy: [
      'rule-order.existing-rules-not-moved',
      'rule-order.moved-down-one-too-low',
      'rule-order.after-wins-for-existing-rules',
    ],
  },
  {
    name: 'moved-to-same-place',
    title: 'A rule that is put again with its neighbours in before and after stays where it is',
    moves: [
      { rule: 'two', before: 'three', after: 'one' },
      { rule: 'three', before: 'four', after: 'two' },
    ],
    caughtBy: ['rule-order.moved-down-one-too-low'],
  },
]

/** Moves with one neighbour, or with two that contradict each other. */
const UNSPECIFIED_MOVES: { what: string; move: Move; expected: readonly string[] }[] = [
  { what: 'before the first one', move: { rule: 'three', before: 'one' }, expected: ['three', 'one', 'two', 'four'] },
  { what: 'before one above', move: { rule: 'four', before: 'two' }, expected: ['one', 'four', 'two', 'three'] },
  { what: 'before one below', move: { rule: 'one', before: 'four' }, expected: ['two', 'three', 'one', 'four'] },
  { what: 'after one above', move: { rule: 'four', after: 'one' }, expected: ['one', 'four', 'two', 'three'] },
  { what: 'after one below', move: { rule: 'one', after: 'three' }, expected: ['two', 'three', 'one', 'four'] },
  { what: 'after the last one', move: { rule: 'two', after: 'four' }, expected: ['one', 'three', 'four', 'two'] },
  {
    what: 'before the first and after the last one',
    move: { rule: 'two', before: 'one', after: 'four' },
    expected: ['two', 'one', 'three', 'four'],
  },
]

/** Rules that exist, and are put again with a position. */
export const moving = [
  ...BETWEEN.map(({ name, title, moves, caughtBy }) =>
    defineCase({
      id: `rule-order/${name}`,
      title,
      verifies: ['rule-order.before-over-after'],
      caughtBy,
      fairness: FAIR_ABOUT_BOTH,
      async run({ sharedScene }) {
        const scene = await sharedScene()
        for (const move of moves) {
          await putInOrder(scene)
          const { rule, before } = move
          expectStatus(await put(scene, move), 200, 'both neighbours are rules of the user')
          await enableAll(scene)
          const order = await priorityOf(scene, ORDER)
          expect(
            order[order.indexOf(rule) + 1] === before,
            `Expected the rule ${quote(rule)}, which was put again with ${describe(move)}, directly above ${quote(before)}, found the order of priority ${quote(order)}`,
          )
          expectEqual(
            `the order of the other rules after ${quote(rule)} was put again`,
            order.filter((other) => other !== rule),
            ORDER.filter((other) => other !== rule),
          )
          await enableAll(scene)
        }
      },
    }),
  ),

  defineCase({
    id: 'rule-order/move-existing-rule',
    title: 'Whether before or after alone moves an existing rule',
    verifies: ['rule-order.move'],
    caughtBy: ['errors.after-last-is-500'],
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const outcomes = new Map<string, string[]>()
      for (const { what, move, expected } of UNSPECIFIED_MOVES) {
        await putInOrder(scene)
        const { status } = await put(scene, move)
        await enableAll(scene)
        const order = await priorityOf(scene, ORDER)
        await enableAll(scene)
        const outcome = outcomeOf(status, order, expected)
        outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), what])
      }
      return `A rule that is put again: ${[...outcomes].map(([outcome, moves]) => `${moves.join(', ')}: ${outcome}`).join('; ')}`
    },
  }),

  defineCase({
    id: 'rule-order/listed-after-move',
    title: 'Whether a rule that was moved is listed, and reported in /sync, in its new place',
    verifies: ['rule-order.listed-by-priority', 'rules-sync.listed-by-priority'],
    since: 'v1.5',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const { alice } = scene
      await putInOrder(scene)
      const { next_batch } = await alice.sync()
      const move = { rule: 'four', before: 'two', after: 'one' } as const
      const { status } = await put(scene, move)
      expectEqual('the status of the response', status, 200, { buildsOn: ['rule-order.before-over-after'] })
      await enableAll(scene)
      const listed = idsOf(await alice.rulesOf('content'))
      let synced: string[] = []
      await expectRulesInSync(alice, next_batch, ({ content = [] }) => {
        synced = idsOf(content)
      })
      const order = await priorityOf(scene, ORDER)
      const match = (found: readonly string[]) =>
        found.join() === order.join() ? 'in this order' : `as ${quote(found)}`
      return `The order of priority is ${quote(order)}; the rules are listed ${match(listed)}, and in /sync ${match(synced)}`
    },
  }),
]

/** Puts the rules in their order, whatever there was before, and enables them. */
async function putInOrder(scene: Scene): Promise<void> {
  const listed = idsOf(await scene.alice.rulesOf('content'))
  for (const name of ORDER.filter((one) => listed.includes(one))) await scene.alice.deleteRule('content', name)
  for (const [index, name] of ORDER.entries()) {
    const above = ORDER[index - 1]
    await putNamed(scene, name, above === undefined ? {} : { after: above })
  }
}

async function put({ alice }: Scene, { rule, ...placement }: Move) {
  return await alice.tryPutRule('content', rule, named(rule), placement)
}

/** Enables all rules: those of which the priority was seen are disabled, and some targets disable what is put again. */
async function enableAll({ alice }: Scene): Promise<void> {
  for (const name of ORDER) await alice.enableRule('content', name, true)
}

function describe({ before, after }: Placement): string {
  return [before === undefined ? [] : `before=${before}`, after === undefined ? [] : `after=${after}`]
    .flat()
    .join(' and ')
}

/** Returns the IDs of the rules of the case, in the order of a list. */
function idsOf(rules: readonly PushRule[]): string[] {
  return rules.map(({ rule_id }) => rule_id).filter((ruleId) => ORDER.some((name) => name === ruleId))
}

function outcomeOf(status: number, order: readonly string[], expected: readonly string[]): string {
  if (status !== 200) return `refused with status ${status}`
  if (order.join() === expected.join()) return 'is moved there'
  return order.join() === ORDER.join() ? 'is not moved' : `is moved elsewhere, to the order ${quote(order)}`
}
