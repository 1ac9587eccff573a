import t from 'tap'
import { NoAnswer, readAnswer, readHello } from '../../../suites/vectors/index.ts'

/** Returns the message about a line that cannot be used. */
function messageFor(read: () => unknown): string {
  try {
    return `no error, but ${JSON.stringify(read())}`
  } catch (error) {
    if (error instanceof NoAnswer) return error.message
    throw error
  }
}

t.test('a hello names the program and its versions', async (t) => {
  t.match(readHello('{"plexor_vectors":1}'), {})
  t.match(readHello('{"plexor_vectors":1,"name":"sdk","version":"2","spec_versions":["v1.19"],"more":[]}'), {
    name: 'sdk',
    version: '2',
    spec_versions: ['v1.19'],
  })
})

t.test('a line that is not a hello is refused with what was expected', async (t) => {
  const lines: [line: string, message: RegExp][] = [
    ['hello', /^Line of the program: expected a JSON object, found "hello"$/],
    ['[1]', /expected a JSON object, found "\[1\]"/],
    ['{}', /^First line of the program, "plexor_vectors": expected 1, the version of the protocol, found nothing$/],
    ['{"plexor_vectors":2}', /"plexor_vectors": expected 1, .*, found 2/],
    ['{"plexor_vectors":1,"name":5}', /^Line of the program, "name": expected a string, found 5$/],
    [
      '{"plexor_vectors":1,"spec_versions":[]}',
      /"spec_versions": expected a non-empty array of names from seed to v1\.19 or draft, found \[\]/,
    ],
    ['{"plexor_vectors":1,"spec_versions":["v9"]}', /"spec_versions": expected .*, found \["v9"\]/],
  ]
  for (const [line, message] of lines)
    t.match(
      messageFor(() => readHello(line)),
      message,
      line,
    )
})

t.test('an answer contains as much as the program knows', async (t) => {
  const answers = [
    { rule: null },
    { rule: { kind: 'room', rule_id: '!room' }, actions: ['notify', { set_tweak: 'sound' }] },
    { notify: true, tweaks: { sound: 'x' } },
    { unsupported: 'rooms' },
    { error: 'TypeError' },
  ]
  for (const answer of answers) t.match(readAnswer(JSON.stringify({ id: 4, ...answer }), 4), answer)
})

t.test('a line that is not an answer is refused with what was expected', async (t) => {
  const lines: [line: string, message: RegExp][] = [
    ['', /expected a JSON object, found ""/],
    ['null', /expected a JSON object, found "null"/],
    ['{"rule":null}', /"id": expected 4, the id of the question, found nothing/],
    ['{"id":"4","rule":null}', /"id": expected 4, .*, found "4"/],
    ['{"id":9,"rule":null}', /"id": expected 4, .*, found 9/],
    ['{"id":4}', /^Line of the program: expected at least one of "rule", "actions" and "notify", found /],
    ['{"id":4,"tweaks":{}}', /expected at least one of/],
    ['{"id":4,"rule":"room/x"}', /"rule": expected null or an object with kind and rule_id, found "room\/x"/],
    ['{"id":4,"rule":{"kind":"room"}}', /"rule": expected null or an object/],
    ['{"id":4,"rule":{"kind":5,"rule_id":"x"}}', /"rule": expected/],
    ['{"id":4,"actions":"notify"}', /"actions": expected an array, found "notify"/],
    ['{"id":4,"notify":1}', /"notify": expected true or false, found 1/],
    ['{"id":4,"notify":true,"tweaks":[]}', /"tweaks": expected an object, found \[\]/],
    ['{"id":4,"unsupported":true}', /"unsupported": expected the reason as a string, found true/],
    ['{"id":4,"error":""}', /"error": expected the reason as a string, found ""/],
    [`{"id":4,"rule":${'['.repeat(5000)}${']'.repeat(5000)}}`, /expected a JSON object, found /],
  ]
  for (const [line, message] of lines)
    t.match(
      messageFor(() => readAnswer(line, 4)),
      message,
      line.slice(0, 60),
    )
})

t.test('a second answer to the previous question is blamed on that question', async (t) => {
  const blamesPrevious = (id: number) => {
    try {
      return readAnswer(`{"id":${id},"rule":null}`, 4)
    } catch (error) {
      return error instanceof NoAnswer && error.blamesPrevious
    }
  }
  t.strictSame([2, 3, 5].map(blamesPrevious), [false, true, false])
})
