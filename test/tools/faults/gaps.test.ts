import t from 'tap'
import type { FaultRow, RedCase } from '../../../reports/fault-matrix/matrix.ts'
import { gapsIn, type MatrixToCheck } from '../../../tools/faults/gaps.ts'

function red(id: string, more: Partial<RedCase> = {}): RedCase {
  return { id, verdict: 'failed', verifies: ['cake.is-cake'], direct: true, ...more }
}

function row(name: string, ...cases: RedCase[]): FaultRow {
  return {
    name,
    summary: 'Cake is pie',
    breaks: ['cake.is-cake'],
    specVersions: ['v1.19'],
    ran: 3,
    red: cases,
    dependents: [],
  }
}

function gaps(matrix: Partial<MatrixToCheck>): string[] {
  return gapsIn({ faults: [], unspecified: [], cases: [], unseen: {}, isWhole: true, ...matrix })
}

t.test('a fault may turn only cases red that depend on what it breaks', async (t) => {
  const faults = [row('cake.pie', red('tea/with-cake', { direct: false, through: ['rulesApi.list'] }))]
  t.strictSame(gaps({ faults, cases: [{ id: 'tea/with-cake' }] }), [])
})

t.test('a fault that is listed as unseen is not a gap', async (t) => {
  t.strictSame(gaps({ faults: [row('cake.pie')], unseen: { 'cake.pie': 'it is visible in the table only' } }), [])
})

t.test('there is no gap if each fault turns a case red and each case is red under one', async (t) => {
  const faults = [
    row('cake.pie', red('cake/tastes'), red('tea/with-cake', { direct: false, through: ['conditions.compile'] })),
  ]
  t.strictSame(gaps({ faults, cases: [{ id: 'cake/tastes', caughtBy: ['cake.pie'] }, { id: 'tea/with-cake' }] }), [])
})

const GAPS: [string, Partial<MatrixToCheck>, RegExp][] = [
  ['a fault that turns no case red', { faults: [row('cake.pie')] }, /^The fault cake.pie turns no case red$/],
  [
    'a fault that is listed as unseen and turns a case red',
    {
      faults: [row('cake.pie', red('cake/tastes'))],
      cases: [{ id: 'cake/tastes' }],
      unseen: { 'cake.pie': 'why' },
    },
    /^The fault cake.pie is listed as unseen, but turns a case red$/,
  ],
  [
    'a fault that is listed as unseen and does not exist',
    { unseen: { 'cake.gone': 'why' } },
    /^The fault cake.gone is listed as unseen, but does not exist$/,
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
    'a case that is not red under a fault of its caughtBy',
    {
      faults: [row('cake.pie', red('cake/tastes'), red('cake/baked')), row('cake.mud', red('cake/tastes'))],
      cases: [{ id: 'cake/tastes' }, { id: 'cake/baked', caughtBy: ['cake.mud'] }],
    },
    /^The case cake\/baked lists cake.mud under caughtBy, but is not red under it$/,
  ],
  ['a case that no fault turns red', { cases: [{ id: 'cake/baked' }] }, /^No fault turns the case cake\/baked red$/],
  [
    'a case that is red under unspecified behaviour',
    { unspecified: [row('cake.round', red('cake/tastes'))] },
    /^The case cake\/tastes is red under cake.round, which is unspecified/,
  ],
]

for (const [what, matrix, sentence] of GAPS) {
  t.test(`a gap is ${what}`, async (t) => {
    const found = gaps(matrix)
    t.equal(found.length, 1, found.join('\n'))
    t.match(found[0], sentence)
  })
}

t.test('after running a part of the catalogue, cases that no fault turned red are not gaps', async (t) => {
  t.strictSame(gaps({ cases: [{ id: 'cake/baked' }], isWhole: false }), [])
})

t.test('a fault of another part under caughtBy is not a gap', async (t) => {
  const faults = [row('cake.pie', red('cake/tastes'))]
  const cases = [{ id: 'cake/tastes', caughtBy: ['cake.mud'] }]
  t.strictSame(gaps({ faults, cases, isWhole: false }), [])
})
