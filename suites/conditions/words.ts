import { defineCase } from '../harness/case.ts'
import { eventMatch, expectMatches, type Table } from './trial.ts'

interface WordCase {
  name: string
  title: string
  verifies: [string, ...string[]]
  pattern: string
  bodies: Table<string>
}

const WORDS: WordCase[] = [
  {
    name: 'word',
    title: 'A pattern is found as a word anywhere in content.body, and not as a part of a word',
    verifies: ['conditions.event-match.words'],
    pattern: 'cake',
    bodies: {
      matched: ['cake', 'cake is served', 'we have cake', 'some cake please', 'dear all,\ncake is served', 'a\tcake'],
      passedOver: ['some pancake', 'some cakes', 'some pancakes', 'some cakeS', 'cak', 'no such thing'],
    },
  },
  {
    name: 'punctuation',
    title: 'Punctuation in content.body, the hyphen included, is a word boundary',
    verifies: ['conditions.event-match.words'],
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
  },
  {
    name: 'digit-and-underscore',
    title: 'Digits and underscores in content.body are no word boundaries',
    verifies: ['conditions.event-match.words'],
    pattern: 'cake',
    bodies: { matched: ['3 cake _'], passedOver: ['3cake', 'cake3', '_cake', 'cake_', 'the_cake_shop'] },
  },
  {
    name: 'beyond-ascii',
    title: 'Every character beyond ASCII in content.body is a word boundary, letters included',
    verifies: ['conditions.event-match.words'],
    pattern: 'cake',
    bodies: { matched: ['écake', 'cakeé', 'cakeы', '蛋cake糕', '🎂cake🎂', 'cake３'] },
  },
  {
    name: 'later-occurrence',
    title: 'A later word of content.body matches where an earlier part of a word does not',
    verifies: ['conditions.event-match.words'],
    pattern: 'cake',
    bodies: { matched: ['pancake or cake', 'cakes, pancakes, cake'], passedOver: ['pancake or cakes'] },
  },
  {
    name: 'overlapping-occurrence',
    title: 'An occurrence in content.body matches even where it overlaps one that is a part of a word',
    verifies: ['conditions.event-match.words'],
    pattern: 'bar bar',
    bodies: { matched: ['foobar bar bar'], passedOver: ['foobar bar', 'foobar bar barfoo'] },
  },
  {
    name: 'several-words',
    title: 'A pattern of several words is found in content.body as they stand',
    verifies: ['conditions.event-match.words'],
    pattern: 'chocolate cake',
    bodies: {
      matched: ['chocolate cake', 'no chocolate cake today'],
      passedOver: ['cake, chocolate', 'chocolate  cake', 'chocolate pie and cake', 'chocolate cakes'],
    },
  },
  {
    name: 'letter-case',
    title: 'Letter case in content.body and in the pattern does not matter',
    verifies: ['conditions.event-match.case'],
    pattern: 'cAkE',
    bodies: { matched: ['some cake', 'SOME CAKE', 'some CaKe'], passedOver: ['SOME PANCAKE'] },
  },
  {
    name: 'star',
    title: 'A star in a pattern for content.body matches any number of characters, none and spaces included',
    verifies: ['conditions.glob.star', 'conditions.event-match.words'],
    pattern: 'ex*ple',
    bodies: {
      matched: ['An example event.', 'exple', 'An exciting triple-whammy', 'an example, and two examples'],
      passedOver: ['flexible and simple', 'two examples', 'expel'],
    },
  },
  {
    name: 'star-at-end',
    title: 'A star at the end of a pattern for content.body matches the rest of the word, and begins at a boundary',
    verifies: ['conditions.glob.star', 'conditions.event-match.words'],
    pattern: 'cake*',
    bodies: { matched: ['some cake', 'some cakes', 'cakewalk now'], passedOver: ['some pancakes'] },
  },
  {
    name: 'question-mark',
    title: 'A question mark in a pattern for content.body matches exactly one character',
    verifies: ['conditions.glob.question-mark', 'conditions.event-match.words'],
    pattern: 'c?ke',
    bodies: { matched: ['some cake', 'some coke', 'c ke'], passedOver: ['some cke', 'some cooke', 'some cokes'] },
  },
  {
    name: 'both-wildcards',
    title: 'A star and a question mark work together in a pattern for content.body',
    verifies: ['conditions.glob.star', 'conditions.glob.question-mark'],
    pattern: 'f?o*baz',
    bodies: {
      matched: ['aaa FoobarbaZ zzz', 'aa foobaz yy'],
      passedOver: ['aa fobbaz yy', 'aa fiiobaz yy', 'aa xfooxbaz yy', 'aa fooxbazx yy'],
    },
  },
]

/** How event_match reads a pattern in the text of a message. */
export const words = WORDS.map(({ name, title, verifies, pattern, bodies }) =>
  defineCase({
    id: `conditions/body-${name}`,
    title,
    verifies,
    async run({ scene }) {
      await expectMatches(await scene(), eventMatch('content.body', pattern), bodies)
    },
  }),
)
