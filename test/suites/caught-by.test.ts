import t from 'tap'
import { FAULTS, PUSH_GATEWAY_FAULTS } from '../../reference/index.ts'
import { allCases as cases } from '../../suites/index.ts'

t.test('the faults that a case says it is turned red by are faults of the reference, each named once', async (t) => {
  const faults = { homeserver: FAULTS, 'push-gateway': PUSH_GATEWAY_FAULTS }
  for (const { id, target, caughtBy = [] } of cases) {
    const names = new Set(faults[target].map(({ name }) => name))
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
