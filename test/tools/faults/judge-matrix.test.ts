import t from 'tap'
import type { FaultRow, RedCase } from '../../../reports/fault-matrix.ts'
import { gapsIn, type MatrixQuestion } from '../../../tools/faults/judge-matrix.ts'

function red(id: string, more: Partial<RedCase> = {}): RedCase {
  return { id, verdict: 'failed', verifies: ['cake.is-cake'], direct: true, ...more }
}

function row(name: string, ...cases: RedCase[]): FaultRow {
  return {
    name,
    breaks: 'Cake is pie',
    requirements: ['cake.is-cake'],
    specVersions: ['v1.19'],
    ran: 3,
    red: cases,
    dependents: [],
  }
}

function gaps(question: Partial<MatrixQuestion>): string[] {
  return gapsIn({ faults: [], leftOpen: [], cases: [], excused: {}, unseen: {}, isWhole: true, ...question })
}

t.test('a fault may be seen by cases alone that depend on what it breaks', async (t) => {
  const faults = [row('cake.pie', red('tea/with-cake', { direct: false, through: ['rules.list'] }))]
  t.strictSame(gaps({ faults, cases: [{ id: 'tea/with-cake' }] }), [])
})

t.test('a fault that no case can see is no gap where that is said', async (t) => {
  t.strictSame(gaps({ faults: [row('cake.pie')], unseen: { 'cake.pie': 'it shows at the table' } }), [])
})

t.test('nothing is missing where each fault is seen and each case sees one', async (t) => {
  const faults = [
    row('cake.pie', red('cake/tastes'), red('tea/with-cake', { direct: false, through: ['rules.compile'] })),
  ]
  t.strictSame(gaps({ faults, cases: [{ id: 'cake/tastes', caughtBy: ['cake.pie'] }, { id: 'tea/with-cake' }] }), [])
})

const MISSING: [string, Partial<MatrixQuestion>, RegExp][] = [
  ['a fault that turns no case red', { faults: [row('cake.pie')] }, /^The fault cake.pie turns no case red$/],
  [
    'a fault that is said not to be seen and is',
    {
      faults: [row('cake.pie', red('cake/tastes'))],
      cases: [{ id: 'cake/tastes' }],
      unseen: { 'cake.pie': 'why' },
    },
    /^The fault cake.pie is said not to be seen by any case, and turns one red$/,
  ],
  [
    'a fault that is said not to be seen and does not exist',
    { unseen: { 'cake.gone': 'why' } },
    /^The fault cake.gone is said not to be seen by any case, and there is no such fault$/,
  ],
  [
    'a case that is red for no reason',
    {
      faults: [row('cake.pie', red('cake/tastes'), red('tea/hot', { direct: false, through: [] }))],
      cases: [{ id: 'cake/tastes' }, { id: 'tea/hot' }],
    },
    /^The case tea\/hot is red under cake.pie, which breaks nothing/,
  ],
  [
    'a case that is not red under the fault that it names',
    {
      faults: [row('cake.pie', red('cake/tastes')), row('cake.mud', red('cake/tastes'))],
      cases: [{ id: 'cake/tastes' }, { id: 'cake/baked', caughtBy: ['cake.mud'] }],
      excused: { 'cake/baked': 'it is in the oven' },
    },
    /^The case cake\/baked says that it is caught by cake.mud, and is not red under it$/,
  ],
  ['a case that no fault turns red', { cases: [{ id: 'cake/baked' }] }, /^The case cake\/baked is not turned red/],
  [
    'a case that is excused and caught all the same',
    {
      faults: [row('cake.pie', red('cake/tastes'))],
      cases: [{ id: 'cake/tastes' }],
      excused: { 'cake/tastes': 'why' },
    },
    /^The case cake\/tastes is excused/,
  ],
  ['an excuse for a case that there is not', { excused: { 'cake/gone': 'why' } }, /^The case cake\/gone is excused/],
  [
    'a case that is red under what the text leaves open',
    { leftOpen: [row('cake.round', red('cake/tastes'))] },
    /^The case cake\/tastes is red under cake.round, which the text leaves open/,
  ],
]

for (const [what, question, sentence] of MISSING) {
  t.test(`what is missing is said: ${what}`, async (t) => {
    const found = gaps(question)
    t.equal(found.length, 1, found.join('\n'))
    t.match(found[0], sentence)
  })
}

t.test('of a part of the catalogue nobody knows which cases no fault turns red', async (t) => {
  t.strictSame(gaps({ cases: [{ id: 'cake/baked' }], isWhole: false }), [])
})

t.test('a case that names a fault of another part is not judged by it', async (t) => {
  const faults = [row('cake.pie', red('cake/tastes'))]
  const cases = [{ id: 'cake/tastes', caughtBy: ['cake.mud'] }]
  t.strictSame(gaps({ faults, cases, isWhole: false }), [])
})
