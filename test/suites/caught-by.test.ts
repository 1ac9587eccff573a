import t from 'tap'
import { FAULTS } from '../../reference/index.ts'
import { cases } from '../../suites/index.ts'

t.test('the faults that a case says it is turned red by are faults of the reference, each named once', async (t) => {
  const names = new Set(FAULTS.map(({ name }) => name))
  for (const { id, caughtBy = [] } of cases) {
    t.strictSame(
      caughtBy.filter((name) => !names.has(name)),
      [],
      id,
    )
    t.equal(new Set(caughtBy).size, caughtBy.length, id)
  }
})

t.test('a case that judges nothing is turned red by nothing', async (t) => {
  const judgeNothing = cases.filter(({ level }) => level === 'may' || level === 'unspecified')
  t.strictSame(
    judgeNothing.filter(({ caughtBy }) => caughtBy !== undefined).map(({ id }) => id),
    [],
  )
})
