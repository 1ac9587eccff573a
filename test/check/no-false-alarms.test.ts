import { readFileSync } from 'node:fs'
import t from 'tap'
import { found } from './found.ts'

// Documents without mistakes: the checker reports only notes.

for (const name of ['section.md', 'correct.md', 'unsure.md']) {
  t.test(`nothing is found in ${name}`, async (t) => {
    const text = readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
    t.strictSame(
      found(text).filter((finding) => !finding.includes(' note ')),
      [],
    )
    const windows = text.replaceAll('\n', '\r\n')
    t.strictSame(found(windows), found(text), 'whatever its line ends are')
  })
}

t.test('the documents are checked', async (t) => {
  const text = readFileSync(new URL('fixtures/correct.md', import.meta.url), 'utf8')
  const wrong: [from: string, to: string, expected: RegExp][] = [
    ['"append": false', '"append": 0', /error schema/],
    ['"kind": "email", "lang": "en", "data": {} }\n', '"kind": "mail", "lang": "en", "data": {} }\n', /warning schema/],
    ['"kind": "email", "lang": "en",\n', '"lang": "en",\n', /error schema/],
    ['"is": ">=3"', '"is": ">= 3"', /error malformed-condition/],
    ['"rule_id": "!oven:bakery.example"', '"rule_id": "#oven:bakery.example"', /error rule-id/],
    ['{"enabled": true}', '{"enabled": 1}', /error schema/],
    ['  "actions": ["notify"]\n}\nEND', '  "actions": ["ring"]\n}\nEND', /error unknown-action/],
    ['"prio": "high"', '"prio": "highest"', /error schema/],
    ['"event_id": "$loaf",\n    "room_id"', '"room_id"', /warning schema/],
    ['"actions": ["notify"], "read"', '"actions": ["ring"], "read"', /error unknown-action/],
    ['"read": false', '"read": "no"', /error schema/],
    ['"notification_count": 3', '"notification_count": "3"', /error schema/],
    ['"errcode": "M_NOT_FOUND"', '"errcode": 404', /error schema/],
    ['"membership": "invite"', '"membership": "invited"', /error schema/],
    ['"rejected": ["b3Zlbg=="]', '"rejected": [1]', /error schema/],
  ]
  for (const [from, to, expected] of wrong) {
    t.ok(text.includes(from), `${from} is there`)
    t.match(found(text.replace(from, to)).join('\n'), expected, to)
  }
})
