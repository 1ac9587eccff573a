import t from 'tap'
import { Traffic } from '../../../suites/harness/evidence/traffic.ts'

t.test(
  'every exchange is counted for its operation, and breaches are kept once with where they showed first',
  async (t) => {
    const traffic = new Traffic()
    traffic.record('sync', [], 'a/one')
    traffic.record('sync', ['x is wrong', 'y is wrong'], 'a/two')
    traffic.record('sync', ['x is wrong'], 'a/three')
    traffic.record('notify', ['z is wrong'], 'a/four')
    t.equal(traffic.checked('sync'), 3)
    t.equal(traffic.checked('getPushers'), 0)
    t.strictSame(traffic.breaches('sync'), [
      { violation: 'x is wrong', times: 2, firstSeenIn: 'a/two' },
      { violation: 'y is wrong', times: 1, firstSeenIn: 'a/two' },
    ])
    t.strictSame(traffic.breaches('getPushers'), [])
    t.strictSame(traffic.broken(), ['notify', 'sync'])
  },
)

t.test('a target that is wrong in ever new ways cannot fill the memory', async (t) => {
  const traffic = new Traffic()
  for (let n = 0; n < 1000; n += 1) traffic.record('sync', [`breach ${n}`], 'a/one')
  traffic.record('sync', ['breach 0'], 'a/two')
  t.equal(traffic.breaches('sync').length, 20)
  t.match(traffic.breaches('sync')[0], { violation: 'breach 0', times: 2 })
})
