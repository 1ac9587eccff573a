import t from 'tap'
import { plain } from '../../check/index.ts'
import { visible } from '../../common/text.ts'
import { FORMATS } from '../../reports/formats.ts'
import { jsonText } from '../../reports/json.ts'
import { type RunResult, summarise } from '../../run/index.ts'
import { caseResult, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

const COMMANDS = [
  '::error file=a::taken over',
  '  ::stop-commands::token',
  '##[error]taken over',
  'x ##vso[task.complete result=Failed]b',
  "##teamcity[message text='a']",
  '\u001b[0Ksection_start:1:a\r\u001b[0K',
]

/** Finds the lines that a CI server would run. */
function commandsIn(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => /^\s*::\S|##\w*\[|\p{Cc}/u.test(line))
}

const hostile = COMMANDS.join('\n')
const body = { errcode: hostile, [hostile]: COMMANDS }
const result = (id: string, more: object) =>
  caseResult({
    id,
    message: hostile,
    proof: hostile,
    violations: COMMANDS,
    timeline: [
      {
        at: 1,
        kind: 'client',
        actor: 'alice',
        summary: hostile,
        method: 'PUT',
        path: '/a',
        status: 400,
        requestBody: body,
        responseBody: hostile,
        violations: COMMANDS,
        decisive: true,
      },
      { at: 2, kind: 'note', actor: 'target', summary: hostile },
      { at: 3, kind: 'gateway', actor: 'target', summary: hostile, requestBody: body, responseBody: body },
    ],
    ...more,
  })

const cases = [
  result('a/failed', { verdict: 'failed', otherMessages: [hostile] }),
  result('a/failed-alike', { verdict: 'failed' }),
  result('a/inconclusive', { verdict: 'inconclusive' }),
  result('a/noted', { verdict: 'noted' }),
  result('a/warned', { verdict: 'warned' }),
  result('a/skipped', { verdict: 'n/a' }),
  result('a/known', { verdict: 'failed', expectation: { kind: 'must-fail', reason: hostile, met: true } }),
]
const run: RunResult = {
  ...sampleRun(),
  ...summarise(cases, false),
  remarks: COMMANDS,
  cutOff: { why: hostile, notReached: COMMANDS },
}
run.target = { ...run.target, name: hostile, software: hostile }

/** Leaves out the beginnings of the commands that a format consists of. */
function withoutOwn(format: string, text: string): string {
  return format === 'github' ? text.replaceAll(/^::(error|warning) title=/gm, '') : text
}

for (const format of FORMATS) {
  for (const verbose of [false, true]) {
    t.test(`text of a target in ${format} never starts a command of a CI server (verbose: ${verbose})`, async (t) => {
      const options = { verbose, areas: new Map([['a', cases.length]]) }
      t.strictSame(commandsIn(withoutOwn(format, written(format, run, {}, options))), [])
    })
  }
}

t.test('commands are made visible, and JSON stays the same', async (t) => {
  t.equal(visible('::error::a'), '\\u{3a}:error::a')
  t.equal(visible('##[error]a ##vso[b] ##teamcity[c]'), '\\u{23}#[error]a \\u{23}#vso[b] \\u{23}#teamcity[c]')
  for (const harmless of ['a ::b', '::', ':: a', '## heading [a]', '#a [b]']) t.equal(visible(harmless), harmless)
  t.equal(plain('::error::a'), '·:error::a')
  t.strictSame(JSON.parse(jsonText(COMMANDS)), COMMANDS)
})
