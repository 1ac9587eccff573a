import t from 'tap'
import { FAULTS, PUSH_GATEWAY_FAULTS } from '../../reference/index.ts'
import { allCases as cases } from '../../suites/index.ts'

t.test('every fault in caughtBy is a fault of the reference and named once', async (t) => {
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

t.test('a case that only records names no faults in caughtBy', async (t) => {
  const recording = cases.filter(({ level }) => level === 'may' || level === 'unspecified')
  t.strictSame(
    recording.filter(({ caughtBy }) => caughtBy !== undefined).map(({ id }) => id),
    [],
  )
})
