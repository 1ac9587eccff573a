import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { applyFixes, checkText, type SourceKind } from '../../check/index.ts'

// For any text, applying fixes repeatedly ends, and never increases the number of mistakes.

/** Fragments of texts by people, editors and other languages. */
const ODD = [
  ',',
  '"',
  "'",
  '\\',
  '`',
  '{',
  '}',
  '[',
  ']',
  ':',
  ' ',
  '\n',
  ';',
  '=',
  '$',
  '“',
  '#',
  '...',
  '//',
  'True',
  '|',
].concat(['\\\n', '\r\n', '&', '%', 'é', '<a>', '$(b', '*', '> ', '- ', '    ', '"set_sound": 1', ''])

const markdown = ['section.md', 'correct.md'].map((name) =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'),
)
const yaml = `openapi: 3.1.0
a: {rule_id: a, actions: [Notify, {set_sound: b}]}
b: '{"rule_id": "a", "actions": ["Notify",]}'
c: "{\\"rule_id\\": \\"a\\", \\"actions\\": [\\"Notify\\",]}"
d: |
  {"rule_id": "a", "actions": ["Notify",], pattern: 'x'}
description: |
  Text \`{"set_sound": "a"}\` and

      curl -X PUT "https://h/_matrix/client/v3/pushrules/global/override/ä" -d "{\\"actions\\": [\\"Notify\\",]}"
`

const edit = fc.record({ at: fc.nat(), length: fc.nat(3), text: fc.constantFrom(...ODD) })
const edits = fc.array(edit, { minLength: 1, maxLength: 6 })

function edited(text: string, changes: readonly { at: number; length: number; text: string }[]): string {
  return changes.reduce((before, { at, length, text: put }) => {
    const place = at % before.length
    return before.slice(0, place) + put + before.slice(place + length)
  }, text)
}

/** Returns the number of mistakes before the fixes and after each round of them. */
function rounds(text: string, kind: SourceKind): number[] {
  const errors: number[] = []
  for (let rest = text; ; ) {
    const { counts, findings } = checkText('a', rest, kind, { specVersion: 'v1.19', maxFindings: 10_000 })
    const fixed = applyFixes(rest, findings)
    errors.push(counts.error)
    if (fixed.done.length === 0 || errors.length > 10) return errors
    rest = fixed.text
  }
}

t.test('fixes come to an end', async () => {
  const some = fc.constantFrom<[string, SourceKind]>(
    [yaml, 'yaml'],
    ...markdown.map((one): [string, SourceKind] => [one, 'markdown']),
  )
  fc.assert(
    fc.property(some, edits, ([text, kind], changes) => {
      const errors = rounds(edited(text, changes), kind)
      return errors.length <= 10 && (errors.at(-1) ?? 0) <= (errors[0] ?? 0)
    }),
    { seed: 7, numRuns: 150 },
  )
})
