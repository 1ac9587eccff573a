import { defineCase } from '../harness/case/case.ts'
import { eventMatch, expectPropertyMatches, type Table } from './helpers/rule-trial.ts'

interface ValueCase {
  name: string
  title: string
  verifies: [string, ...string[]]
  caughtBy: string[]
  /** Values of a property of the content, for each pattern */
  patterns: Record<string, Table<unknown>>
  fairness: string
}

const VALUES: ValueCase[] = [
  {
    name: 'whole',
    title: 'Except in content.body, a pattern has to match the whole value',
    verifies: ['conditions.event-match.whole-value'],
    caughtBy: ['conditions.value-anywhere'],
    patterns: {
      cake: { matched: ['cake'], unmatched: ['some cake', 'cakes', 'pancake', 'cake ', ' cake', 'cake\n', 'cak', ''] },
      'some cake': { matched: ['some cake'], unmatched: ['cake', 'some cake please'] },
    },
    fairness:
      'The specification requires the entire value to match and makes an exception for content.body alone; the key here is another one.',
  },
  {
    name: 'letter-case',
    title: 'Letter case in the value and in the pattern does not matter',
    verifies: ['conditions.event-match.case'],
    caughtBy: ['conditions.value-case-sensitive'],
    patterns: {
      cAkE: { matched: ['cake', 'CAKE', 'CaKe'], unmatched: ['pancake'] },
      'LUNC?*': { matched: ['lunch plans', 'Lunch'], unmatched: [' lunch'] },
    },
    fairness:
      'How letter case is defined is left to the server, but no definition distinguishes ASCII letters by case, and all letters here are ASCII.',
  },
  {
    name: 'star',
    title: 'A * matches any number of characters of a value, including none',
    verifies: ['conditions.glob.star'],
    caughtBy: ['conditions.asterisk-literal', 'conditions.asterisk-at-least-one'],
    patterns: {
      'foo*': { matched: ['foo', 'foobar', 'foo bar baz'], unmatched: ['xfoo', 'fo'] },
      '*bar': { matched: ['bar', 'foobar'], unmatched: ['bars'] },
      'aba*aba': { matched: ['abaaba', 'aba and aba'], unmatched: ['ababa'] },
      'a*b*c': { matched: ['abc', 'a-b-b-c'], unmatched: ['a-c-b'] },
      '*aab': { matched: ['aaaab', 'aabaab'], unmatched: ['aaba'] },
      '*': { matched: ['anything', ''] },
    },
    fairness:
      'A * may match nothing, and the empty string is a string. No * has to match a line break here, because that is unspecified.',
  },
  {
    name: 'question-mark',
    title: 'A ? matches exactly one character of a value',
    verifies: ['conditions.glob.question-mark'],
    caughtBy: ['conditions.question-mark-any-number'],
    patterns: {
      'foo?': { matched: ['fool', 'foo!', 'foo?'], unmatched: ['foo', 'foolx'] },
      '???': { matched: ['foo'], unmatched: ['fo', 'fool'] },
      'lunc?*': { matched: ['lunch', 'lunch plans'], unmatched: ['lunc'] },
    },
    fairness:
      'A ? matches one character, neither none nor two. All characters are ASCII, because it is unspecified what one character is beyond ASCII.',
  },
  {
    name: 'literal',
    title: 'Only * and ? are special in a pattern',
    verifies: ['conditions.glob.literal'],
    caughtBy: ['conditions.dot-matches-any', 'conditions.brackets-are-classes'],
    patterns: {
      'a.c': { matched: ['a.c'], unmatched: ['abc'] },
      '[abc]': { matched: ['[abc]'], unmatched: ['a'] },
      'a|b': { matched: ['a|b'], unmatched: ['a', 'b'] },
      '(a)+': { matched: ['(a)+'], unmatched: ['a', 'aa'] },
      '^a$': { matched: ['^a$'], unmatched: ['a'] },
      '\\w': { matched: ['\\w'], unmatched: ['w', 'a'] },
      'a\\*': { matched: ['a\\', 'a\\bc'], unmatched: ['a*'] },
    },
    fairness:
      'The specification lists the special characters of a pattern, and there are two. Other globs have brackets and escapes; those of Matrix do not.',
  },
  {
    name: 'strings-only',
    title: 'A * does not match a value that is missing or not a string',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['conditions.non-strings-matched', 'conditions.star-matches-missing'],
    patterns: {
      '*': {
        matched: ['anything', ''],
        unmatched: [undefined, 3, 0, true, false, null, [], ['cake'], {}, { cake: 'cake' }],
      },
    },
    fairness:
      'The specification rules out a match, even with *, for a value that is missing or not a string; the values cover all other JSON types.',
  },
  {
    name: 'no-conversion',
    title: 'A pattern does not match a value of another type that is written in the same way',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['conditions.non-strings-matched'],
    patterns: {
      '3': { matched: ['3'], unmatched: [3] },
      true: { matched: ['true'], unmatched: [true] },
      null: { matched: ['null'], unmatched: [null, undefined] },
      cake: { matched: ['cake'], unmatched: [['cake'], { cake: 'cake' }] },
    },
    fairness:
      'The specification rules out a match for a value that is not a string, so it does not matter how a server would convert it.',
  },
]

/** Patterns of event_match for properties other than content.body. */
export const valuePatterns = VALUES.map(({ name, title, verifies, caughtBy, patterns, fairness }) =>
  defineCase({
    id: `conditions/value-${name}`,
    title,
    verifies,
    caughtBy,
    fairness,
    async run({ sharedScene }) {
      const trials = Object.entries(patterns).map(([pattern, table]) => ({
        criterion: (key: string) => eventMatch(key, pattern),
        ...table,
      }))
      await expectPropertyMatches(await sharedScene(), trials)
    },
  }),
)
