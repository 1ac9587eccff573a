import t from 'tap'
import { startNativeRun } from './native-run.ts'

// Runs every case as a test of tap, against the target in PLEXOR_TARGET or the built-in reference.
const { tests, close } = await startNativeRun()
t.teardown(close)
t.jobs = tests.length

for (const { id, title, judge } of tests) {
  t.test(`${id}: ${title}`, async (t) => {
    const { verdict, message = '' } = await judge()
    if (verdict === 'passed') t.pass(title)
    else t.pass(title, { skip: `${verdict}: ${message}` })
  })
}
