import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { MAX_RESTARTS, startEvaluator } from '../../../cli/vectors/program-evaluator.ts'
import { type RawVectorOptions, testVectors } from '../../../cli/vectors/run.ts'
import type { CaseResult, RunResult } from '../../../run/index.ts'
import { runVectors, vectors } from '../../../suites/vectors/index.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { runPlexor, startPlexor } from '../run-plexor.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Vectors to which "no rule" is the right answer, so that a program need not know anything. */
const EASY = vectors
  .filter(({ level, expected }) => level === 'stated' && expected.rule === null)
  .slice(0, MAX_RESTARTS + 5)

/** Beginning of a program of the tests: it introduces itself, then calls `asked` with each question. */
const PROGRAM = String.raw`
  const say = (value) => process.stdout.write((typeof value === 'string' ? value : JSON.stringify(value)) + '\n')
  const right = ({ id }) => say({ id, rule: null })
  let rest = ''
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()
    for (const line of lines) {
      const message = JSON.parse(line)
      if ('id' in message) asked(message)
      else say({ plexor_vectors: 1, name: 'test program' })
    }
  })
`

/** The command that runs a program of the tests: `asked` is the body of a function of `question`. */
function programThat(t: Test, asked: string): [string, ...string[]] {
  const folder = temporaryFolder(t, { 'program.mjs': `${PROGRAM}\nfunction asked(question) { ${asked} }` })
  return [process.execPath, join(folder, 'program.mjs')]
}

/** Asks a program the first easy vectors. */
async function ask(command: [string, ...string[]], count: number, timeoutMs = 20_000): Promise<CaseResult[]> {
  const evaluator = await startEvaluator(command, timeoutMs)
  const { cases } = await runVectors(evaluator, {
    plexor: '1.2.3',
    vectors: EASY.slice(0, count),
    specVersions: ['v1.19'],
    target: { kind: 'evaluator', name: 'test program' },
  })
  return cases
}

t.test('a program that answers is judged by its answers', async (t) => {
  const cases = await ask(programThat(t, 'right(question)'), 5)
  t.strictSame(
    cases.map(({ verdict }) => verdict),
    Array(5).fill('passed'),
  )
})

t.test('a mistake of a program is reported for the vector that caused it, and the run goes on', async (t) => {
  const second = JSON.stringify(EASY[1]?.id)
  const misdeeds: [what: string, act: string, message: RegExp, timeoutMs?: number][] = [
    [
      'crash',
      'throw new Error("out of cake")',
      /The program did not answer: it ended with exit code 1 \(standard error: .*out of cake/,
    ],
    ['exit', 'process.exit(0)', /The program did not answer: it ended with exit code 0\n/],
    [
      'signal',
      'process.kill(process.pid, "SIGKILL")',
      /The program did not answer: it was ended by the signal SIGKILL\n/,
    ],
    ['hang', '', /The program did not answer: it wrote no line within 1 s\n/, 1_000],
    ['busy loop', 'for (;;);', /The program did not answer: it wrote no line within 1 s\n/, 1_000],
    ['nonsense', 'say("cake")', /Line of the program: expected a JSON object, found "cake"/],
    [
      'wrong id',
      'say({ id: 77, rule: null })',
      /Line of the program, "id": expected 2, the id of the question, found 77/,
    ],
    [
      'no answer in the answer',
      'say({ id: question.id })',
      /expected at least one of "rule", "actions" and "notify", found/,
    ],
    ['wrong type', 'say({ id: question.id, rule: 5 })', /"rule": expected null or an object .*, found 5/],
    [
      'huge line',
      'say("x".repeat(2_000_000))',
      /The program did not answer: it wrote a line of more than 1048576 characters\n/,
    ],
    ['endless line', 'for (let i = 0; i < 40; i++) process.stdout.write("x".repeat(65536))', /of more than 1048576/],
    [
      'two answers at once',
      'const line = JSON.stringify({ id: 2, rule: null }); say(line + "\\n" + line)',
      /Lines of the program: expected one for each question, found /,
    ],
    [
      'chatter',
      'say(JSON.stringify({ id: 2, rule: null }) + "\\ndone!")',
      /expected one for each question, found "done!" without a question$/,
    ],
    ['closed output', 'process.stdout.end()', /wrote no line within 1 s|closed its output|ended/, 1_000],
  ]
  for (const [what, act, message, timeoutMs] of misdeeds) {
    const body = `if (question.vector === ${second}) { ${act} } else right(question)`
    const cases = await ask(programThat(t, body), 4, timeoutMs)
    t.strictSame(
      cases.map(({ verdict }) => verdict),
      ['passed', 'failed', 'passed', 'passed'],
      what,
    )
    t.match(cases[1]?.message, message, what)
  }
})

t.test('an answer that comes twice and late is the fault of the vector that it is for', async (t) => {
  const body = `
    right(question)
    if (question.vector === ${JSON.stringify(EASY[1]?.id)}) globalThis.again = question
    else if (globalThis.again) process.exit(9)
  `
  const late = body.replace('right(question)', 'if (globalThis.again) right(globalThis.again); else right(question)')
  const cases = await ask(programThat(t, late), 4)
  t.strictSame(
    cases.map(({ verdict }) => verdict),
    ['passed', 'failed', 'passed', 'passed'],
  )
  t.match(
    cases[1]?.message,
    'Lines of the program: expected one for each question, found a second answer to question 2',
  )
})

t.test('a program that fails each time is given up, and what is left could not be judged', async (t) => {
  const cases = await ask(programThat(t, 'process.exit(3)'), MAX_RESTARTS + 5)
  const verdicts = cases.map(({ verdict }) => verdict)
  t.strictSame(verdicts, [...Array(MAX_RESTARTS + 1).fill('failed'), ...Array(4).fill('inconclusive')])
  t.match(cases.at(-1)?.message, `The program was not asked: it had been restarted ${MAX_RESTARTS} times`)
})

t.test('a program that does not start a second time is given up at once', async (t) => {
  const folder = temporaryFolder(t, { 'program.mjs': '' })
  const flag = JSON.stringify(join(folder, 'started'))
  const body = `
    import { existsSync, writeFileSync } from 'node:fs'
    if (existsSync(${flag})) process.exit(4)
    writeFileSync(${flag}, '')
    ${PROGRAM}
    function asked() { process.exit(3) }
  `
  const program = temporaryFolder(t, { 'program.mjs': body })
  const cases = await ask([process.execPath, join(program, 'program.mjs')], 4)
  t.strictSame(
    cases.map(({ verdict }) => verdict),
    ['failed', 'inconclusive', 'inconclusive', 'inconclusive'],
  )
  t.match(cases[1]?.message, /The program did not introduce itself: it ended with exit code 4/)
  t.match(cases[3]?.message, 'The program was not asked: it could not be restarted')
})

t.test('a program that keeps state between questions is reported with the question that it remembers', async (t) => {
  const [cause, victim] = [EASY[1]?.id, EASY[4]?.id]
  const body = `
    if (question.vector === '${cause}') globalThis.remembers = true
    const isWrong = globalThis.remembers && question.vector === '${victim}'
    if (isWrong) say({ id: question.id, rule: { rule_id: 'cake' } }); else right(question)
  `
  const cases = await ask(programThat(t, body), 6)
  t.strictSame(
    cases.map(({ verdict, alone }) => [verdict, alone]),
    EASY.slice(0, 6).map(({ id }) => (id === victim ? ['failed', 'passes'] : ['passed', undefined])),
  )
  t.match(cases[4]?.message, `asked first; it fails right after ${cause} in v1.19\n`)
})

t.test('a program that is killed does not leave behind what it has started', async (t) => {
  const ended: Promise<unknown>[] = []
  const server = createServer((socket) => ended.push(once(socket.on('error', () => {}).resume(), 'close')))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const connect = `require('node:net').connect(${port}, '127.0.0.1')`
  const body = `
    globalThis.started ??= import('node:child_process').then(({ spawn }) => {
      spawn(process.execPath, ['-e', ${JSON.stringify(connect)}], { stdio: 'inherit' })
    })
  `
  const cases = await ask(programThat(t, body), 1, 2_000)
  t.match(cases, [{ verdict: 'failed', alone: 'fails' }])
  t.equal(ended.length, 2, 'one for each process that was asked')
  await Promise.all(ended)
})

t.test('a program that ends too late is ended', async (t) => {
  const body = 'right(question); process.stdin.on("end", () => setInterval(() => {}, 1000))'
  const cases = await ask(programThat(t, body), 2)
  t.strictSame(
    cases.map(({ verdict }) => verdict),
    ['passed', 'passed'],
  )
})

t.test('a program that does not introduce itself cannot be asked', async (t) => {
  const commands: [what: string, args: string[], message: RegExp][] = [
    ['ends at once', ['-e', '0'], /did not introduce itself: it ended with exit code 0/],
    ['crashes at once', ['-e', 'throw new Error("no cake")'], /it ended with exit code 1 \(standard error: .*no cake/],
    [
      'says something else',
      ['-e', 'console.log("hi")'],
      /did not introduce itself: Line of the program: expected a JSON object, found "hi"/,
    ],
    ['another protocol', ['-e', `console.log('{"plexor_vectors":2}')`], /"plexor_vectors": expected 1, .*, found 2/],
  ]
  for (const [what, args, message] of commands) {
    await t.rejects(startEvaluator([process.execPath, ...args], 20_000), { message, verdict: 'inconclusive' }, what)
  }
  const args = ['vectors', '--run', 'no-such-program-anywhere --quietly']
  const { exitCode, stderr, stdout } = await runPlexor(temporaryFolder(t), args)
  t.strictSame([exitCode, stdout], [3, ''])
  t.match(stderr, /^plexor: The program did not introduce itself: it could not be started: no such file or folder\n/)
  t.match(stderr, 'Run it by hand: it was started as "no-such-program-anywhere" "--quietly", without a shell')
})

t.test('a program that supports nothing that it was asked has shown nothing', async (t) => {
  const [command, script] = programThat(t, 'say({ id: question.id, unsupported: "cake only" })')
  const args = ['vectors', '--run', `'${command}' '${script}'`, '--only', 'globs']
  const { exitCode, stdout } = await runPlexor(temporaryFolder(t), args)
  t.equal(exitCode, 3)
  t.match(stdout, /; nothing judged\n/)
  t.match(stdout, /✗ inconclusive {2}Nothing was judged: no case passed, failed or warned\. See with --verbose why/)
  t.match(stdout, /\n0 passed, 0 failed, 1 inconclusive, \d+ skipped\n$/)
})

t.test('after a signal the report has the vectors that were judged so far', async (t) => {
  const folder = temporaryFolder(t)
  const stuck = JSON.stringify(join(folder, 'stuck'))
  const [command, script] = programThat(
    t,
    `if (question.id < 4) right(question); else process.getBuiltinModule('node:fs').writeFileSync(${stuck}, '')`,
  )
  const ids = EASY.slice(0, 8).flatMap(({ id }) => ['--only', id])
  const args = ['--timeout', '3600', '--spec-version', 'v1.19', '--report', 'json=r.json', ...ids]
  const run = startPlexor(folder, ['vectors', '--run', `'${command}' '${script}'`, ...args])
  while (!existsSync(join(folder, 'stuck'))) await setTimeout(20)
  run.child.kill('SIGINT')
  const { exitCode, stdout } = await run.result
  t.equal(exitCode, 130)
  t.match(stdout, 'The run was cut off: it was interrupted by SIGINT; ')
  const { cases, cutOff }: RunResult = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'))
  t.equal(cases.length + (cutOff?.notReached.length ?? 0), 8)
  t.ok(cases.every(({ verdict }) => verdict === 'passed'))
})

t.test('a wrong option is refused with one sentence', async (t) => {
  const calls: [options: RawVectorOptions, message: RegExp][] = [
    [{ only: ['glob'] }, /^Unknown vector "glob"; did you mean "globs"\?$/],
    [{ only: ['globs'], skip: ['globs'] }, /^No vector is left to run; change --only, --skip or --requirement$/],
    [{ specVersion: 'v1.99' }, /^--spec-version: expected .*, found "v1\.99"/],
    [{ timeout: 'soon' }, /^--timeout: expected a number of seconds from .*, found "soon"$/],
    [{ level: 'may' }, /^--level: expected .*, found "may"/],
    [{ run: '' }, /^--run: expected a command, found ""$/],
    [{ baseline: 'missing.yaml' }, /Cannot read the baseline "missing\.yaml": no such file/],
    [{ report: ['xml'] }, /^--report: expected FORMAT .*, found "xml"; did you mean "html"\?$/],
  ]
  for (const [options, message] of calls) {
    await t.rejects(testVectors(options), { name: 'UsageError', message }, JSON.stringify(options))
  }
})

t.test('the engine of Plexor is asked where no program is named, at every version or at one', async (t) => {
  const folder = temporaryFolder(t)
  const all = await runPlexor(folder, ['vectors', '--report', 'json=all.json'])
  t.equal(all.exitCode, 0)
  t.match(all.stdout, /^Plexor .* on Plexor's rule engine, tested against seed … v1\.19\n/)
  t.match(all.stdout, /\n✓ globs +\d+ passed, 0 failed/)
  t.match(all.stdout, /\n\d+ passed, 0 failed, \d+ skipped\n$/)
  t.equal(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8')).cases.length, vectors.length)
  const one = await runPlexor(folder, ['vectors', '--profile', 'v1.2', '--only', 'early-patterns', '--report', 'tap'])
  t.match(one.stdout, /^TAP version 14/)
  t.equal(one.exitCode, 0)
})

t.test('--requirement asks only the vectors that verify it', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['vectors', '--requirement', 'conditions.glob.star', '--report', 'json']
  const { exitCode, stdout } = await runPlexor(folder, args)
  t.equal(exitCode, 0)
  const { cases } = JSON.parse(stdout) as { cases: CaseResult[] }
  t.strictSame(
    cases.map(({ id }) => id),
    vectors.filter(({ requirement }) => requirement === 'conditions.glob.star').map(({ id }) => id),
  )
  await t.rejects(testVectors({ requirement: ['pushers.own-only'] }), {
    message: 'No vector verifies "pushers.own-only"; plexor list --coverage shows what does',
  })
})

t.test('a failure is reported with the requirement, its section, the rules, the event and both answers', async (t) => {
  const [command, script] = programThat(t, 'right(question)')
  const args = ['vectors', '--run', `'${command}' '${script}'`, '--only', 'globs/star-at-end']
  const { exitCode, stdout } = await runPlexor(temporaryFolder(t), args)
  t.equal(exitCode, 1)
  t.match(stdout, /^Plexor .* on test program, tested against v1\.19\n/)
  for (const piece of [
    '✗ failed  globs/star-at-end',
    'conditions.glob.star: An asterisk matches any number of characters',
    'https://spec.matrix.org/v1.19/appendices/#glob-style-matching',
    'In v1.19: expected override/vector, a notification, found no rule',
    'rules: {"override":[{"rule_id":"vector"',
    '"content":{"value":"foobar"}',
    'room: {"member_count":3',
  ]) {
    t.ok(stdout.includes(piece), piece)
  }
})

t.test('matrix-js-sdk deviates from the specification as its baseline says, and nowhere else', async (t) => {
  const { exitCode, stdout, stderr } = await runPlexor(ROOT, [
    'vectors',
    ...['--run', `'${process.execPath}' examples/vectors/matrix-js-sdk/evaluator.ts`],
    ...['--baseline', 'examples/vectors/matrix-js-sdk/baseline.yaml', '--timeout', '5'],
  ])
  t.equal(exitCode, 0, stdout + stderr)
  t.match(stdout, /on matrix-js-sdk \(\d+\.\d+\.\d+\), tested against v1\.19/)
})
