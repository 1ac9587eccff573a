import t from 'tap'
import { matrixToJson } from '../../reports/fault-matrix/json.ts'
import { matrixToMarkdown } from '../../reports/fault-matrix/markdown.ts'
import type { FaultMatrix, RedCase } from '../../reports/fault-matrix/matrix.ts'

const seen: RedCase = { id: 'cake/tastes', verdict: 'failed', verifies: ['cake.sweet', 'cake.round'], direct: true }
const NOTHING = { red: [], dependents: [] }

const red = (id: string): RedCase => ({
  ...{ id, verdict: 'failed', verifies: ['tea.hot'], direct: false },
  through: ['kitchen.bake'],
})

const MATRIX: FaultMatrix = {
  part: 'all 2 faults',
  faults: [
    {
      ...{ name: 'cake.pie', summary: 'Cake | is pie', breaks: ['cake.sweet'], specVersions: ['v1.19'], ran: 9 },
      red: [red('tea/with-cake'), seen],
      dependents: ['with-cake', 'cup-1', 'cup-2', 'cup-3', 'cup-4', 'cup-5'].map((name) => ({
        ...{ id: `tea/${name}`, through: ['kitchen.bake'] },
      })),
    },
    {
      ...{
        name: 'cake.square',
        summary: 'Cake is square',
        breaks: ['cake.round'],
        specVersions: ['v1.19'],
        ran: 1,
      },
      ...NOTHING,
    },
  ],
  unspecified: [
    {
      name: 'cake.iced',
      summary: 'Cake has icing',
      breaks: ['cake.icing'],
      specVersions: ['v1.19'],
      ran: 2,
      ...NOTHING,
    },
  ],
  unseen: { 'cake.eaten': 'nobody saw it' },
  gaps: ['The fault cake.square turns no case red'],
}

t.test(
  'for programs, each fault has the cases that see it, and each requirement the faults that break it',
  async (t) => {
    t.match(JSON.parse(matrixToJson(MATRIX)), {
      part: 'all 2 faults',
      gaps: ['The fault cake.square turns no case red'],
      faults: [
        {
          ...{ name: 'cake.pie', seenBy: ['cake/tastes'], redToo: ['tea/with-cake'] },
          dependent: [
            {
              through: ['kitchen.bake'],
              cases: ['tea/cup-1', 'tea/cup-2', 'tea/cup-3', 'tea/cup-4', 'tea/cup-5', 'tea/with-cake'],
            },
          ],
        },
        { name: 'cake.square', seenBy: [], dependent: [] },
      ],
      requirements: [
        { id: 'cake.round', faults: ['cake.square'], seenBy: [] },
        { id: 'cake.sweet', faults: ['cake.pie'], seenBy: ['cake/tastes'] },
      ],
      unseen: { 'cake.eaten': 'nobody saw it' },
    })
  },
)

t.test('for people, it is a page of tables, in which many dependent cases are a number', async (t) => {
  const page = matrixToMarkdown(MATRIX)
  for (const line of [
    '- The fault cake.square turns no case red',
    '| `cake.pie` | Cake \\\\| is pie | `cake.sweet` | `cake/tastes` | 6 cases through `kitchen.bake` |',
    '| `cake.square` | Cake is square | `cake.round` |  |  |',
    '| `cake.sweet` | `cake.pie` | `cake/tastes` |',
    '| `cake.iced` | Cake has icing | `cake.icing` |  |  |',
    '- `cake.eaten`: nobody saw it',
  ]) {
    t.ok(page.split('\n').includes(line), line)
  }
  t.ok(
    matrixToMarkdown({ ...MATRIX, unseen: {} })
      .split('\n')
      .includes('None.'),
    'an empty list is None.',
  )
})
