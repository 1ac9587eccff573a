import { defineCase } from '../harness/case/case.ts'
import { eventMatch, expectMatches, type Table } from './trial.ts'

interface ValueCase {
  name: string
  title: string
  verifies: [string, ...string[]]
  caughtBy: string[]
  /** For each pattern, values of one property of the content */
  patterns: Record<string, Table<unknown>>
  fairness: string
}

const VALUES: ValueCase[] = [
  {
    name: 'whole',
    title: 'Beside content.body, a pattern has to match the whole value',
    verifies: ['conditions.event-match.whole-value'],
    caughtBy: ['matching.value-anywhere'],
    patterns: {
      cake: { matched: ['cake'], passedOver: ['some cake', 'cakes', 'pancake', 'cake ', ' cake', 'cake\n', 'cak', ''] },
      'some cake': { matched: ['some cake'], passedOver: ['cake', 'some cake please'] },
    },
    fairness:
      'The text asks for the entire value and makes an exception for content.body alone; the key here is another one.',
  },
  {
    name: 'letter-case',
    title: 'Letter case in a value and in the pattern does not matter',
    verifies: ['conditions.event-match.case'],
    caughtBy: ['matching.value-case-sensitive'],
    patterns: {
      cAkE: { matched: ['cake', 'CAKE', 'CaKe'], passedOver: ['pancake'] },
      'LUNC?*': { matched: ['lunch plans', 'Lunch'], passedOver: [' lunch'] },
    },
    fairness:
      'What letter case is, is left to the server, but it is none that tells the ASCII letters apart; there are no others here.',
  },
  {
    name: 'star',
    title: 'A star matches any number of characters of a value, none included',
    verifies: ['conditions.glob.star'],
    caughtBy: ['matching.asterisk-literal', 'matching.asterisk-at-least-one'],
    patterns: {
      'foo*': { matched: ['foo', 'foobar', 'foo bar baz'], passedOver: ['xfoo', 'fo'] },
      '*bar': { matched: ['bar', 'foobar'], passedOver: ['bars'] },
      'aba*aba': { matched: ['abaaba', 'aba and aba'], passedOver: ['ababa'] },
      'a*b*c': { matched: ['abc', 'a-b-b-c'], passedOver: ['a-c-b'] },
      '*aab': { matched: ['aaaab', 'aabaab'], passedOver: ['aaba'] },
      '*': { matched: ['anything', ''] },
    },
    fairness:
      'A star may stand for no character too, and the empty text is a text. No star here would have to match a line break, of which nothing is said.',
  },
  {
    name: 'question-mark',
    title: 'A question mark matches exactly one character of a value',
    verifies: ['conditions.glob.question-mark'],
    caughtBy: ['matching.question-mark-any-number'],
    patterns: {
      'foo?': { matched: ['fool', 'foo!', 'foo?'], passedOver: ['foo', 'foolx'] },
      '???': { matched: ['foo'], passedOver: ['fo', 'fool'] },
      'lunc?*': { matched: ['lunch', 'lunch plans'], passedOver: ['lunc'] },
    },
    fairness:
      'A question mark stands for one character, neither none nor two. All are ASCII, since it is not said what one character is beyond that.',
  },
  {
    name: 'literal',
    title: 'Nothing but the star and the question mark is special in a pattern',
    verifies: ['conditions.glob.literal'],
    caughtBy: ['matching.dot-matches-any', 'matching.brackets-are-classes'],
    patterns: {
      'a.c': { matched: ['a.c'], passedOver: ['abc'] },
      '[abc]': { matched: ['[abc]'], passedOver: ['a'] },
      'a|b': { matched: ['a|b'], passedOver: ['a', 'b'] },
      '(a)+': { matched: ['(a)+'], passedOver: ['a', 'aa'] },
      '^a$': { matched: ['^a$'], passedOver: ['a'] },
      '\\w': { matched: ['\\w'], passedOver: ['w', 'a'] },
      'a\\*': { matched: ['a\\', 'a\\bc'], passedOver: ['a*'] },
    },
    fairness:
      'The text has a list of the characters that are special in a pattern, and there are two. Globs elsewhere know brackets and escapes; those of Matrix do not.',
  },
  {
    name: 'strings-only',
    title: 'A star matches no value but a string, and nothing that is missing',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['matching.other-values-as-text', 'matching.star-matches-missing'],
    patterns: {
      '*': {
        matched: ['anything', ''],
        passedOver: [undefined, 3, 0, true, false, null, [], ['cake'], {}, { cake: 'cake' }],
      },
    },
    fairness:
      'The text denies a match, even with a star, for what is missing or no string, and these values are all the other kinds that there are in JSON.',
  },
  {
    name: 'no-conversion',
    title: 'A pattern does not match a value of another type that is written in the same way',
    verifies: ['conditions.event-match.strings-only'],
    caughtBy: ['matching.other-values-as-text'],
    patterns: {
      '3': { matched: ['3'], passedOver: [3] },
      true: { matched: ['true'], passedOver: [true] },
      null: { matched: ['null'], passedOver: [null, undefined] },
      cake: { matched: ['cake'], passedOver: [['cake'], { cake: 'cake' }] },
    },
    fairness:
      'The text denies a match for what is not a string, so how a server would write such a value as text does not matter.',
  },
]

/** How event_match reads a pattern for any other property than content.body. */
export const values = VALUES.map(({ name, title, verifies, caughtBy, patterns, fairness }) =>
  defineCase({
    id: `conditions/value-${name}`,
    title,
    verifies,
    caughtBy,
    fairness,
    async run({ createScene }) {
      const scene = await createScene()
      for (const [pattern, { matched = [], passedOver = [] }] of Object.entries(patterns)) {
        const table = { matched: matched.map(withValue), passedOver: passedOver.map(withValue) }
        await expectMatches(scene, eventMatch('content.value', pattern), table)
      }
    },
  }),
)

/** Content with this value, or without one. */
function withValue(value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { value }
}
