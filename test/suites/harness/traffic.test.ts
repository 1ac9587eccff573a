import t from 'tap'
import { Traffic } from '../../../suites/harness/evidence/traffic.ts'

t.test('every exchange is counted by operation, and each violation is recorded once with its first case', async (t) => {
  const traffic = new Traffic()
  traffic.record('sync', [], 'a/one')
  traffic.record('sync', ['x is wrong', 'y is wrong'], 'a/two')
  traffic.record('sync', ['x is wrong'], 'a/three')
  traffic.record('notify', ['z is wrong'], 'a/four')
  t.equal(traffic.checked('sync'), 3)
  t.equal(traffic.checked('getPushers'), 0)
  t.strictSame(traffic.violationsOf('sync'), [
    { violation: 'x is wrong', times: 2, firstSeenIn: 'a/two' },
    { violation: 'y is wrong', times: 1, firstSeenIn: 'a/two' },
  ])
  t.strictSame(traffic.violationsOf('getPushers'), [])
  t.strictSame(traffic.violatedOperations(), ['notify', 'sync'])
})

t.test('the same violation in several items of a list is one, and another type that is found is another', async (t) => {
  const traffic = new Traffic()
  const at = (index: number, found: string) => `At /pushers/${index}/lang: expected a string, found ${found}`
  traffic.record('getPushers', [at(0, 'null'), at(12, 'null')], 'a/one')
  traffic.record('getPushers', [at(3, 'null'), at(3, '5'), at(4, '77')], 'a/two')
  t.strictSame(traffic.violationsOf('getPushers'), [
    { violation: 'At /pushers/*/lang: expected a string, found null', times: 2, firstSeenIn: 'a/one' },
    { violation: 'At /pushers/*/lang: expected a string, found 5', times: 1, firstSeenIn: 'a/two' },
  ])
})

t.test('another status that is found is another violation', async (t) => {
  const traffic = new Traffic()
  for (const status of [201, 204, 201])
    traffic.record('setPusher', [`At the status: expected 200, found ${status}`], 'a/one')
  t.strictSame(
    traffic.violationsOf('setPusher').map(({ violation, times }) => [violation, times]),
    [
      ['At the status: expected 200, found 201', 2],
      ['At the status: expected 200, found 204', 1],
    ],
  )
})

t.test('a target with ever new violations cannot fill the memory', async (t) => {
  const traffic = new Traffic()
  for (let n = 0; n < 1000; n += 1) traffic.record('sync', [`violation ${n}`], 'a/one')
  traffic.record('sync', ['violation 0'], 'a/two')
  t.equal(traffic.violationsOf('sync').length, 20)
  t.match(traffic.violationsOf('sync')[0], { violation: 'violation 0', times: 2 })
})
