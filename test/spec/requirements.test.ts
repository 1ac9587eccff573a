import t from 'tap'
import { LEVELS, requirement, requirements, within } from '../../spec/index.ts'

t.test('a requirement is found by its ID', async (t) => {
  t.ok(requirements.length > 0)
  for (const row of requirements) t.equal(requirement(row.id), row)
})

t.test('an unknown ID is refused by name', async (t) => {
  for (const id of ['', 'push.nothing-like-it', 'toString']) {
    t.throws(() => requirement(id), { name: 'RangeError', message: `"${id}"` })
  }
})

t.test('every row has a level that Plexor knows, and is in force at some version', async (t) => {
  for (const row of requirements) {
    t.ok(LEVELS.includes(row.level), row.id)
    t.ok(within(row.since ?? 'seed', row), row.id)
  }
})
