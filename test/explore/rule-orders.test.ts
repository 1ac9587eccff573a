import t from 'tap'
import { ordersAfterDelete, ordersAfterPut, type PlacedRule } from '../../explore/model/rule-orders.ts'

// Every order that the rules of a kind can have after a request.

const NEW = { rule: 'new', exists: false, placement: {} } satisfies PlacedRule
const KNOWN = { rule: 'b', exists: true, placement: {} } satisfies PlacedRule

const PUTS: { title: string; orders: string[][]; placed: PlacedRule; expected: string[][] }[] = [
  { title: 'a first rule has one place', orders: [[]], placed: NEW, expected: [['new']] },
  {
    title: 'a new rule without a neighbour can be anywhere',
    orders: [['a', 'b']],
    placed: NEW,
    expected: [
      ['new', 'a', 'b'],
      ['a', 'new', 'b'],
      ['a', 'b', 'new'],
    ],
  },
  {
    title: 'a new rule before another one is directly above it',
    orders: [['a', 'b']],
    placed: { ...NEW, placement: { before: 'b' } },
    expected: [['a', 'new', 'b']],
  },
  {
    title: 'a new rule after another one is directly below it, in every order',
    orders: [
      ['a', 'b'],
      ['b', 'a'],
    ],
    placed: { ...NEW, placement: { after: 'a' } },
    expected: [
      ['a', 'new', 'b'],
      ['b', 'a', 'new'],
    ],
  },
  {
    title: 'a known rule beside another one moves or stays',
    orders: [['a', 'b']],
    placed: { ...KNOWN, placement: { before: 'a' } },
    expected: [
      ['a', 'b'],
      ['b', 'a'],
    ],
  },
  {
    title: 'a new rule with two neighbours is directly above the one that before names',
    orders: [['a', 'b']],
    placed: { ...NEW, placement: { before: 'b', after: 'b' } },
    expected: [['a', 'new', 'b']],
  },
  {
    title: 'a known rule moves if both neighbours are given',
    orders: [['a', 'b', 'c']],
    placed: { ...KNOWN, placement: { before: 'a', after: 'c' } },
    expected: [['b', 'a', 'c']],
  },
  {
    title: 'a known rule without a neighbour can be anywhere',
    orders: [['a', 'b']],
    placed: KNOWN,
    expected: [
      ['b', 'a'],
      ['a', 'b'],
    ],
  },
]

for (const { title, orders, placed, expected } of PUTS) {
  t.test(title, async (t) => t.strictSame(ordersAfterPut(orders, placed), expected))
}

t.test('after a deletion, orders that varied only in the rule are the same', async (t) => {
  t.strictSame(
    ordersAfterDelete(
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      'a',
    ),
    [['b']],
  )
})
