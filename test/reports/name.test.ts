import t from 'tap'
import { HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

const run = sampleRun()
const target = { ...run.target, title: `Tea Server 1.2 ${HOSTILE}` }

for (const format of ['pretty', 'markdown', 'html'] as const) {
  t.test(`${format} has the name that the user gave the target, in place of what it calls itself`, async (t) => {
    const text = written(format, { ...run, target })
    t.match(text, /Tea Server 1\.2/)
    t.notMatch(text, 'Hammer/1.0')
    t.notMatch(text, '\u001b]0;owned')
  })
}
