import t from 'tap'
import { lastLines, runProgram } from '../../../tools/interop/run-program.ts'

t.test('a program returns its exit code and its output', async (t) => {
  const script = 'process.stdout.write("out"); process.stderr.write("err", () => process.exit(3))'
  const { code, output } = await runProgram(process.execPath, ['-e', script])
  t.equal(code, 3)
  t.match(output, /out/)
  t.match(output, /err/)
})

t.test('a missing program is an error with the code ENOENT', async (t) => {
  await t.rejects(runProgram('no-such-program-of-that-name', []), { code: 'ENOENT' })
})

t.test('an aborted program is an error with the reason of the abort', async (t) => {
  const reason = new Error('Interrupted')
  await t.rejects(
    runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], AbortSignal.abort(reason)),
    reason,
  )
})

t.test('only the last lines of a log are returned, indented', async (t) => {
  t.equal(lastLines('one\ntwo\nthree\n\n', 2), '  two\n  three')
})
