import t from 'tap'
import { defineCase, select } from '../../suites/index.ts'

const cases = ['pushers/set', 'pushers/set-again', 'rules/set', 'rules/order.before'].map((id) =>
  defineCase({ id, title: id, verifies: ['pushers.own-only'], fairness: 'It is a test', run: async () => {} }),
)

function selectedBy(only: string[], skip: string[] = []): string[] {
  return select(cases, only, skip).selected.map(({ id }) => id)
}

const ALL = cases.map(({ id }) => id)

for (const { only, ids } of [
  { only: [], ids: ALL },
  { only: ['pushers/set'], ids: ['pushers/set'] },
  { only: ['pushers'], ids: ['pushers/set', 'pushers/set-again'] },
  { only: ['pushers/*'], ids: ['pushers/set', 'pushers/set-again'] },
  { only: ['*/set'], ids: ['pushers/set', 'rules/set'] },
  { only: ['*s/set*'], ids: ['pushers/set', 'pushers/set-again', 'rules/set'] },
  { only: ['*'], ids: ALL },
  { only: ['**'], ids: ALL },
  { only: ['r*r*e'], ids: ['rules/order.before'] },
  { only: ['*before', 'pushers/set'], ids: ['pushers/set', 'rules/order.before'] },
]) {
  t.test(`--only ${only.join(' ') || 'nothing'} selects ${ids.join(', ')}`, async (t) => {
    t.strictSame(selectedBy(only), ids)
    t.strictSame(select(cases, only, []).unmatched, [])
  })
}

for (const pattern of [
  'pusher',
  'pushers/',
  'set',
  'pushers/se?',
  'Pushers/set',
  'rules/order-before',
  'set*set',
  '',
]) {
  t.test(`the pattern "${pattern}" matches nothing, and is named`, async (t) => {
    t.strictSame(select(cases, [pattern], []), { selected: [], unmatched: [pattern] })
    t.strictSame(select(cases, [], [pattern]).unmatched, [pattern])
  })
}

t.test('pieces of a pattern do not overlap', async (t) => {
  t.strictSame(selectedBy(['rules/set*set']), [])
  t.strictSame(selectedBy(['pushers/set*']), ['pushers/set', 'pushers/set-again'])
})

t.test('skipped cases are removed from the selection, and the order is that of the suites', async (t) => {
  t.strictSame(selectedBy(['rules', 'pushers'], ['*/set']), ['pushers/set-again', 'rules/order.before'])
  t.strictSame(selectedBy(['rules/set'], ['rules']), [])
})
