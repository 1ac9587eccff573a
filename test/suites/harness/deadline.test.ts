import t from 'tap'
import { Inconclusive } from '../../../suites/harness/case/errors.ts'
import { eventually, until, Wake, withDeadline } from '../../../suites/harness/target/deadline.ts'
import { LONG_TIMEOUT_MS, SHORT_TIMEOUT_MS } from './support.ts'

t.test('a value that exists already is returned at once', async (t) => {
  t.equal(await until(new Wake(), () => 'there', 0), 'there')
  t.equal(await eventually(async () => 'there', 0), 'there')
})

t.test('a waiter checks again each time it wakes', async (t) => {
  const wake = new Wake()
  const seen: number[] = []
  const found = until(
    wake,
    () => {
      seen.push(seen.length)
      return seen.length === 3 ? 'third time' : undefined
    },
    LONG_TIMEOUT_MS,
  )
  wake.all()
  await Promise.resolve()
  await new Promise(setImmediate)
  wake.all()
  t.equal(await found, 'third time')
  t.strictSame(seen, [0, 1, 2])
})

t.test('one call wakes all waiters', async (t) => {
  const wake = new Wake()
  const waiters = Promise.all([wake.next(LONG_TIMEOUT_MS), wake.next(LONG_TIMEOUT_MS)])
  wake.all()
  t.equal((await waiters).length, 2)
})

t.test('waiting ends after the timeout', async (t) => {
  t.equal(await until(new Wake(), () => undefined, 5), undefined)
  t.equal(await eventually(async () => undefined, 5), undefined)
})

t.test('a probe is repeated until it returns a value, and its errors are thrown', async (t) => {
  let asked = 0
  t.equal(await eventually(async () => (++asked === 3 ? asked : undefined), LONG_TIMEOUT_MS), 3)
  await t.rejects(
    eventually(async () => {
      throw new Error('probe broke')
    }, LONG_TIMEOUT_MS),
    { message: 'probe broke' },
  )
})

t.test('work that hangs ends with an error, and other work does not', async (t) => {
  const hanging = withDeadline(new Promise(() => {}), SHORT_TIMEOUT_MS, 'The case x/y')
  await t.rejects(hanging, new Inconclusive('The case x/y took longer than 0.15 s'))
  t.equal(await withDeadline(Promise.resolve(1), LONG_TIMEOUT_MS, 'It'), 1)
  await t.rejects(withDeadline(Promise.reject(new Error('own')), LONG_TIMEOUT_MS, 'It'), { message: 'own' })
})
