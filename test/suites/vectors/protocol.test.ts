import t from 'tap'
import { NoAnswer, readAnswer, readHello } from '../../../suites/vectors/index.ts'

/** What is said about a line that cannot be used. */
function complaint(read: () => unknown): string {
  try {
    return `no complaint, but ${JSON.stringify(read())}`
  } catch (error) {
    if (error instanceof NoAnswer) return error.message
    throw error
  }
}

t.test('a hello says what the program is and which versions it knows', async (t) => {
  t.match(readHello('{"plexor_vectors":1}'), {})
  t.match(readHello('{"plexor_vectors":1,"name":"sdk","version":"2","spec_versions":["v1.19"],"more":[]}'), {
    name: 'sdk',
    version: '2',
    spec_versions: ['v1.19'],
  })
})

t.test('what is no hello is refused with what was wanted', async (t) => {
  const lines: [line: string, message: RegExp][] = [
    ['hello', /wrote "hello", wanted a JSON object in one line/],
    ['[1]', /wrote "\[1\]", wanted a JSON object/],
    ['{}', /"plexor_vectors" as nothing, wanted 1, the version of the protocol/],
    ['{"plexor_vectors":2}', /"plexor_vectors" as 2, wanted 1/],
    ['{"plexor_vectors":1,"name":5}', /"name" as 5, wanted a string/],
    [
      '{"plexor_vectors":1,"spec_versions":[]}',
      /"spec_versions" as \[\], wanted an array of names from seed to v1\.19/,
    ],
    ['{"plexor_vectors":1,"spec_versions":["v9"]}', /"spec_versions" as \["v9"\]/],
  ]
  for (const [line, message] of lines)
    t.match(
      complaint(() => readHello(line)),
      message,
      line,
    )
})

t.test('an answer has as much as the program knows', async (t) => {
  const answers = [
    { rule: null },
    { rule: { kind: 'room', rule_id: '!room' }, actions: ['notify', { set_tweak: 'sound' }] },
    { notify: true, tweaks: { sound: 'x' } },
    { unsupported: 'rooms' },
    { error: 'TypeError' },
  ]
  for (const answer of answers) t.match(readAnswer(JSON.stringify({ id: 4, ...answer }), 4), answer)
})

t.test('what is no answer is refused with what was wanted', async (t) => {
  const lines: [line: string, message: RegExp][] = [
    ['', /wrote "", wanted a JSON object/],
    ['null', /wanted a JSON object/],
    ['{"rule":null}', /"id" as nothing, wanted 4, the id of the question/],
    ['{"id":"4","rule":null}', /"id" as "4", wanted 4/],
    ['{"id":9,"rule":null}', /"id" as 9, wanted 4/],
    ['{"id":4}', /wanted at least one of "rule", "actions" and "notify"/],
    ['{"id":4,"tweaks":{}}', /wanted at least one of/],
    ['{"id":4,"rule":"room/x"}', /"rule" as "room\/x", wanted null or an object with kind and rule_id/],
    ['{"id":4,"rule":{"kind":"room"}}', /"rule" as .*, wanted null or an object/],
    ['{"id":4,"rule":{"kind":5,"rule_id":"x"}}', /"rule" as/],
    ['{"id":4,"actions":"notify"}', /"actions" as "notify", wanted an array/],
    ['{"id":4,"notify":1}', /"notify" as 1, wanted true or false/],
    ['{"id":4,"notify":true,"tweaks":[]}', /"tweaks" as \[\], wanted an object/],
    ['{"id":4,"unsupported":true}', /"unsupported" as true, wanted the reason as a string/],
    ['{"id":4,"error":""}', /"error" as "", wanted the reason/],
    [`{"id":4,"rule":${'['.repeat(5000)}${']'.repeat(5000)}}`, /wanted a JSON object in one line/],
  ]
  for (const [line, message] of lines)
    t.match(
      complaint(() => readAnswer(line, 4)),
      message,
      line.slice(0, 60),
    )
})

t.test('a second answer to the question before is the fault of that one', async (t) => {
  const blamesPrevious = (id: number) => {
    try {
      return readAnswer(`{"id":${id},"rule":null}`, 4)
    } catch (error) {
      return error instanceof NoAnswer && error.blamesPrevious
    }
  }
  t.strictSame([2, 3, 5].map(blamesPrevious), [false, true, false])
})
