import { defineCase } from '../harness/case/case.ts'
import { eventMatch, expectMatches, type Table } from './trial.ts'

interface WordCase {
  name: string
  title: string
  verifies: [string, ...string[]]
  caughtBy: string[]
  pattern: string
  bodies: Table<string>
  fairness: string
}

const WORDS: WordCase[] = [
  {
    name: 'word',
    title: 'A pattern is found as a word anywhere in content.body, and not as a part of a word',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['matching.body-anywhere', 'matching.body-as-a-whole'],
    pattern: 'cake',
    bodies: {
      matched: ['cake', 'cake is served', 'we have cake', 'some cake please', 'dear all,\ncake is served', 'a\tcake'],
      passedOver: ['some pancake', 'some cakes', 'some pancakes', 'some cakeS', 'cak', 'no such thing'],
    },
    fairness:
      'The text says what bounds a word: an end of the value, or any character but an ASCII letter, a digit or an underscore; tab and line break are among those.',
  },
  {
    name: 'punctuation',
    title: 'Punctuation in content.body, the hyphen included, is a word boundary',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['matching.hyphen-within-word'],
    pattern: 'cake',
    bodies: {
      matched: [
        'I want cake.',
        'cake, please',
        "the cake's gone",
        '"cake"',
        'pan-cake-shop',
        'https://example.org/cake/',
      ],
    },
    fairness:
      'Every character but the ASCII letters, digits and underscore bounds a word, so a server needs no list of signs.',
  },
  {
    name: 'digit-and-underscore',
    title: 'Digits and underscores in content.body are no word boundaries',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['matching.underscore-ends-word', 'matching.digit-ends-word'],
    pattern: 'cake',
    bodies: { matched: ['3 cake _'], passedOver: ['3cake', 'cake3', '_cake', 'cake_', 'the_cake_shop'] },
    fairness: 'The text counts digits and the underscore among the characters of a word, by name.',
  },
  {
    name: 'beyond-ascii',
    title: 'Every character beyond ASCII in content.body is a word boundary, letters included',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['matching.other-letter-within-word'],
    pattern: 'cake',
    bodies: { matched: ['écake', 'cakeé', 'cakeы', '蛋cake糕', '🎂cake🎂', 'cake３'] },
    fairness:
      'The text lists the characters of a word, and they are of ASCII alone; the words of a language, or of a regular expression that knows Unicode, are others.',
  },
  {
    name: 'later-occurrence',
    title: 'A later word of content.body matches where an earlier part of a word does not',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['matching.first-occurrence-alone'],
    pattern: 'cake',
    bodies: { matched: ['pancake or cake', 'cakes, pancakes, cake'], passedOver: ['pancake or cakes'] },
    fairness:
      'Any part of the body may be the one that matches, so it does not end with the first place where the pattern is found.',
  },
  {
    name: 'overlapping-occurrence',
    title: 'An occurrence in content.body matches even where it overlaps one that is a part of a word',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['matching.first-occurrence-alone'],
    pattern: 'bar bar',
    bodies: { matched: ['foobar bar bar'], passedOver: ['foobar bar', 'foobar bar barfoo'] },
    fairness: 'Any part of the body between two boundaries may match, also one that overlaps a place that is no match.',
  },
  {
    name: 'several-words',
    title: 'A pattern of several words is found in content.body as they stand',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['matching.several-words-never'],
    pattern: 'chocolate cake',
    bodies: {
      matched: ['chocolate cake', 'no chocolate cake today'],
      passedOver: ['cake, chocolate', 'chocolate  cake', 'chocolate pie and cake', 'chocolate cakes'],
    },
    fairness:
      'A space is no wildcard, so it stands for one space; whether and how a server splits a body into words is left to it.',
  },
  {
    name: 'letter-case',
    title: 'Letter case in content.body and in the pattern does not matter',
    verifies: ['conditions.event-match.case'],
    caughtBy: ['matching.case-sensitive'],
    pattern: 'cAkE',
    bodies: { matched: ['some cake', 'SOME CAKE', 'some CaKe'], passedOver: ['SOME PANCAKE'] },
    fairness:
      'What letter case is, is left to the server, but it is none that tells the ASCII letters apart; there are no others here.',
  },
  {
    name: 'star',
    title: 'A star in a pattern for content.body matches any number of characters, none and spaces included',
    verifies: ['conditions.glob.star', 'conditions.event-match.words'],
    caughtBy: ['matching.asterisk-literal', 'matching.asterisk-at-least-one', 'matching.star-within-word'],
    pattern: 'ex*ple',
    bodies: {
      matched: ['An example event.', 'exple', 'An exciting triple-whammy', 'an example, and two examples'],
      passedOver: ['flexible and simple', 'two examples', 'expel'],
    },
    fairness:
      'The text says that a pattern can span words and that a star can stand for nothing. No star here would have to match a line break, of which nothing is said.',
  },
  {
    name: 'star-at-end',
    title: 'A star at the end of a pattern for content.body matches the rest of the word, and begins at a boundary',
    verifies: ['conditions.glob.star', 'conditions.event-match.words'],
    caughtBy: ['matching.asterisk-literal', 'matching.asterisk-at-least-one'],
    pattern: 'cake*',
    bodies: { matched: ['some cake', 'some cakes', 'cakewalk now'], passedOver: ['some pancakes'] },
    fairness:
      'Only where the match begins and where it can end is judged: at a boundary, which may be the end of a longer word.',
  },
  {
    name: 'question-mark',
    title: 'A question mark in a pattern for content.body matches exactly one character',
    verifies: ['conditions.glob.question-mark', 'conditions.event-match.words'],
    caughtBy: ['matching.question-mark-any-number'],
    pattern: 'c?ke',
    bodies: { matched: ['some cake', 'some coke', 'c ke'], passedOver: ['some cke', 'some cooke', 'some cokes'] },
    fairness:
      'A question mark stands for one character, neither none nor two. All are ASCII, since it is not said what one character is beyond that.',
  },
  {
    name: 'both-wildcards',
    title: 'A star and a question mark work together in a pattern for content.body',
    verifies: ['conditions.glob.star', 'conditions.glob.question-mark'],
    caughtBy: ['matching.question-mark-any-number', 'matching.asterisk-literal'],
    pattern: 'f?o*baz',
    bodies: {
      matched: ['aaa FoobarbaZ zzz', 'aa foobaz yy'],
      passedOver: ['aa fobbaz yy', 'aa fiiobaz yy', 'aa xfooxbaz yy', 'aa fooxbazx yy'],
    },
    fairness:
      'Both wildcards are defined one by one, and nothing restricts them where they come together; all characters are ASCII.',
  },
]

/** How event_match reads a pattern in the text of a message. */
export const words = WORDS.map(({ name, title, verifies, caughtBy, pattern, bodies, fairness }) =>
  defineCase({
    id: `conditions/body-${name}`,
    title,
    verifies,
    caughtBy,
    fairness,
    async run({ createScene }) {
      await expectMatches(await createScene(), eventMatch('content.body', pattern), bodies)
    },
  }),
)
