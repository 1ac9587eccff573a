import { defineCase } from '../harness/case/case.ts'
import { eventMatch, expectMatches, type Table } from './helpers/rule-trial.ts'

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
    title: 'A pattern matches a word anywhere in content.body, but not a part of a word',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.body-anywhere', 'conditions.body-as-a-whole'],
    pattern: 'cake',
    bodies: {
      matched: ['cake', 'cake is served', 'we have cake', 'some cake please', 'dear all,\ncake is served', 'a\tcake'],
      unmatched: ['some pancake', 'some cakes', 'some pancakes', 'some cakeS', 'cak', 'no such thing'],
    },
    fairness:
      'The specification defines a word boundary: an end of the value, or any character except an ASCII letter, a digit or an underscore, so tabs and line breaks are boundaries too.',
  },
  {
    name: 'punctuation',
    title: 'Punctuation in content.body, including the hyphen, is a word boundary',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.hyphen-within-word'],
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
      'Every character except ASCII letters, digits and the underscore is a boundary, so a server needs no list of punctuation.',
  },
  {
    name: 'digit-and-underscore',
    title: 'Digits and underscores in content.body are not word boundaries',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.underscore-ends-word', 'conditions.digit-ends-word'],
    pattern: 'cake',
    bodies: { matched: ['3 cake _'], unmatched: ['3cake', 'cake3', '_cake', 'cake_', 'the_cake_shop'] },
    fairness: 'The specification lists digits and the underscore among the characters of a word.',
  },
  {
    name: 'non-ascii',
    title: 'Every non-ASCII character in content.body is a word boundary, including letters',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.non-ascii-letter-within-word'],
    pattern: 'cake',
    bodies: { matched: ['écake', 'cakeé', 'cakeы', '蛋cake糕', '🎂cake🎂', 'cake３'] },
    fairness:
      'The specification lists the characters of a word, all of them ASCII; words of a natural language, or of a regular expression with Unicode support, are defined differently.',
  },
  {
    name: 'later-occurrence',
    title: 'A later word of content.body matches even if the pattern first occurs inside a word',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.first-occurrence-only'],
    pattern: 'cake',
    bodies: { matched: ['pancake or cake', 'cakes, pancakes, cake'], unmatched: ['pancake or cakes'] },
    fairness: 'Any part of the body may match, so the first occurrence of the pattern does not decide.',
  },
  {
    name: 'overlapping-occurrence',
    title: 'An occurrence in content.body matches even if it overlaps one that is part of a word',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.first-occurrence-only'],
    pattern: 'bar bar',
    bodies: { matched: ['foobar bar bar'], unmatched: ['foobar bar', 'foobar bar barfoo'] },
    fairness:
      'Any part of the body between two boundaries may match, including one that overlaps an occurrence that does not match.',
  },
  {
    name: 'several-words',
    title: 'A pattern of several words matches only this exact sequence of words in content.body',
    verifies: ['conditions.event-match.words'],
    caughtBy: ['conditions.several-words-never-match'],
    pattern: 'chocolate cake',
    bodies: {
      matched: ['chocolate cake', 'no chocolate cake today'],
      unmatched: ['cake, chocolate', 'chocolate  cake', 'chocolate pie and cake', 'chocolate cakes'],
    },
    fairness:
      'A space is not a wildcard, so it matches one space; whether and how a server splits a body into words is up to the server.',
  },
  {
    name: 'letter-case',
    title: 'Letter case in content.body and in the pattern does not matter',
    verifies: ['conditions.event-match.case'],
    caughtBy: ['conditions.body-case-sensitive'],
    pattern: 'cAkE',
    bodies: { matched: ['some cake', 'SOME CAKE', 'some CaKe'], unmatched: ['SOME PANCAKE'] },
    fairness:
      'How letter case is defined is left to the server, but no definition distinguishes ASCII letters by case, and all letters here are ASCII.',
  },
  {
    name: 'star',
    title: 'A * in a pattern for content.body matches any number of characters, including none and spaces',
    verifies: ['conditions.glob.star', 'conditions.event-match.words'],
    caughtBy: ['conditions.asterisk-literal', 'conditions.asterisk-at-least-one', 'conditions.star-within-word'],
    pattern: 'ex*ple',
    bodies: {
      matched: ['An example event.', 'exple', 'An exciting triple-whammy', 'an example, and two examples'],
      unmatched: ['flexible and simple', 'two examples', 'expel'],
    },
    fairness:
      'The specification says that a pattern can span words and that a * can match nothing. No * has to match a line break here, because that is unspecified.',
  },
  {
    name: 'star-at-end',
    title:
      'A * at the end of a pattern for content.body matches the rest of the word, and the match begins at a boundary',
    verifies: ['conditions.glob.star', 'conditions.event-match.words'],
    caughtBy: ['conditions.asterisk-literal', 'conditions.asterisk-at-least-one'],
    pattern: 'cake*',
    bodies: { matched: ['some cake', 'some cakes', 'cakewalk now'], unmatched: ['some pancakes'] },
    fairness:
      'The case depends only on where the match begins and can end: at a boundary, which may be the end of a longer word.',
  },
  {
    name: 'question-mark',
    title: 'A ? in a pattern for content.body matches exactly one character',
    verifies: ['conditions.glob.question-mark', 'conditions.event-match.words'],
    caughtBy: ['conditions.question-mark-any-number'],
    pattern: 'c?ke',
    bodies: { matched: ['some cake', 'some coke', 'c ke'], unmatched: ['some cke', 'some cooke', 'some cokes'] },
    fairness:
      'A ? matches one character, neither none nor two. All characters are ASCII, because it is unspecified what one character is beyond ASCII.',
  },
  {
    name: 'both-wildcards',
    title: 'A * and a ? work together in a pattern for content.body',
    verifies: ['conditions.glob.star', 'conditions.glob.question-mark'],
    caughtBy: ['conditions.question-mark-any-number', 'conditions.asterisk-literal'],
    pattern: 'f?o*baz',
    bodies: {
      matched: ['aaa FoobarbaZ zzz', 'aa foobaz yy'],
      unmatched: ['aa fobbaz yy', 'aa fiiobaz yy', 'aa xfooxbaz yy', 'aa fooxbazx yy'],
    },
    fairness: 'Both wildcards are defined separately, and nothing restricts combining them; all characters are ASCII.',
  },
]

/** Patterns of event_match for the text of a message. */
export const bodyPatterns = WORDS.map(({ name, title, verifies, caughtBy, pattern, bodies, fairness }) =>
  defineCase({
    id: `conditions/body-${name}`,
    title,
    verifies,
    caughtBy,
    fairness,
    async run({ sharedScene }) {
      await expectMatches(await sharedScene(), eventMatch('content.body', pattern), bodies)
    },
  }),
)
