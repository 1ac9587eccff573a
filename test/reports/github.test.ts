import t from 'tap'
import { golden } from './golden.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

t.test('a run as annotations of GitHub', async (t) => {
  golden(t, 'sample.github.txt', written('github', sampleRun()))
})

t.test('a red case is an error, a warning is one, and nothing else is annotated', async (t) => {
  const lines = written('github', sampleRun()).trimEnd().split('\n')
  const annotated = lines.map((line) => /^::(error|warning) title=(.*?)%3A .*?::./.exec(line)?.slice(1).join(' '))
  t.strictSame(annotated, [
    'error pushers/removed',
    'error pushers/other-known',
    'error pushers/stale',
    'error rules/hostile',
    'warning rules/should',
    'error rules/inconclusive',
    'error rules/inconclusive-too',
    'error rules/builds-on',
    'error rules/same',
  ])
})

t.test('text of a target is a part of the annotation, never a command of its own', async (t) => {
  const message = `${HOSTILE}\n::set-output name=x::y\r::error::100 %`
  const text = written('github', { ...sampleRun(), cases: [caseResult({ verdict: 'failed', message })] })
  t.equal(text.trimEnd().split(/\r|\n/).length, 1)
  t.match(text, '%0A\\u{3a}:set-output')
  t.match(text, '100 %25')
})
