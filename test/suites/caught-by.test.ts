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

t.test('a case about something unspecified names only faults that break what it builds on', async (t) => {
  const breaks = new Map(FAULTS.map((fault) => [fault.name, fault.breaks]))
  for (const { id, level, verifies, caughtBy = [] } of cases) {
    if (level !== 'may' && level !== 'unspecified') continue
    for (const name of caughtBy)
      t.notOk(
        breaks.get(name)?.some((each) => verifies.includes(each)),
        id,
      )
  }
})
