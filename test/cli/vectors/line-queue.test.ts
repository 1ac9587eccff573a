import t from 'tap'
import { LineQueue, MAX_LINE_LENGTH } from '../../../cli/vectors/line-queue.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Takes everything that a queue holds, without waiting. */
async function drain(queue: LineQueue) {
  const outputs = []
  while (queue.pending !== undefined) outputs.push(await queue.next(0))
  return outputs
}

t.test('lines come out whole, however they came in', async (t) => {
  const queue = new LineQueue()
  for (const byte of bytes('{"a":"é🎂"}\n\r\n  \n{"b":1}\r\n{"c"')) queue.push(Uint8Array.of(byte))
  t.strictSame(await drain(queue), [
    { kind: 'line', line: '{"a":"é🎂"}' },
    { kind: 'line', line: '{"b":1}\r' },
  ])
  queue.end()
  t.strictSame(await drain(queue), [{ kind: 'line', line: '{"c"' }, { kind: 'end' }])
})

t.test('a line that is too long ends the queue, after the lines before it', async (t) => {
  for (const ending of ['', '\n{}\n']) {
    const queue = new LineQueue()
    queue.push(bytes(`{}\n${'x'.repeat(MAX_LINE_LENGTH + 1)}${ending}`))
    queue.push(bytes('{}\n'))
    queue.end()
    t.strictSame(await drain(queue), [{ kind: 'line', line: '{}' }, { kind: 'too long' }])
  }
  const whole = new LineQueue()
  whole.push(bytes(`${'x'.repeat(MAX_LINE_LENGTH)}\n`))
  t.match((await drain(whole))[0], { line: /^x+$/ })
})

t.test('a caller that waits gets the next line, or nothing after the deadline', async (t) => {
  const queue = new LineQueue()
  const next = queue.next(60_000)
  queue.push(bytes('now\nthen\n'))
  t.strictSame(await next, { kind: 'line', line: 'now' })
  t.strictSame(await queue.next(0), { kind: 'line', line: 'then' })
  t.equal(await queue.next(1), undefined)
})
