import t from 'tap'
import { LineQueue, LONGEST_LINE } from '../../../cli/vectors/line-queue.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Everything that a queue holds, without waiting. */
async function drain(queue: LineQueue) {
  const outputs = []
  while (queue.pending !== undefined) outputs.push(await queue.next(0))
  return outputs
}

t.test('lines come out whole, however they came in', async (t) => {
  const queue = new LineQueue()
  for (const byte of bytes('{"a":"é🎂"}\n\r\n  \n{"b":1}\r\n{"c"')) queue.push(Uint8Array.of(byte))
  t.strictSame(await drain(queue), [{ line: '{"a":"é🎂"}' }, { line: '{"b":1}\r' }])
  queue.end()
  t.strictSame(await drain(queue), [{ line: '{"c"' }, 'end'])
})

t.test('a line that is too long ends the queue, after the lines before it', async (t) => {
  for (const ending of ['', '\n{}\n']) {
    const queue = new LineQueue()
    queue.push(bytes(`{}\n${'x'.repeat(LONGEST_LINE + 1)}${ending}`))
    queue.push(bytes('{}\n'))
    queue.end()
    t.strictSame(await drain(queue), [{ line: '{}' }, 'too long'])
  }
  const whole = new LineQueue()
  whole.push(bytes(`${'x'.repeat(LONGEST_LINE)}\n`))
  t.match((await drain(whole))[0], { line: /^x+$/ })
})

t.test('who waits gets the next line, and nothing once the time is over', async (t) => {
  const queue = new LineQueue()
  const next = queue.next(60_000)
  queue.push(bytes('now\nthen\n'))
  t.strictSame(await next, { line: 'now' })
  t.strictSame(await queue.next(0), { line: 'then' })
  t.equal(await queue.next(1), undefined)
})
