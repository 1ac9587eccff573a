import { defineCase } from '../harness/case/case.ts'
import { type Criterion, eventMatch, expectEachMatches, type Message, observeMatches } from './helpers/rule-trial.ts'

/** Patterns that no program can read as a regular expression, or that mean something else there. */
const PATTERNS = ['a(b', 'a)b', 'a[b', 'a]b', 'a{b', 'a{2', 'a\\b', 'a$^|.b', 'a++b', '(a', '[a', 'a\\', '{1,a', '(:a']

/**
 * Patterns with a wildcard, of which the rest would be a quantifier or unbalanced in a regular expression. No pattern of
 * the file matches any of the unmatched texts.
 */
const WITH_STAR: Record<string, { matched: string[]; unmatched: string[] }> = {
  'a*+': { matched: ['a+', 'axy+'], unmatched: ['a', 'aa', 'axy'] },
  'a*(b': { matched: ['a(b', 'a x(b'], unmatched: ['ab', 'a x b'] },
  '[*': { matched: ['[', '[a'], unmatched: ['a'] },
}

const FAIR =
  'The specification gives only * and ? a meaning, so every other character of a pattern matches itself. The rule matches a message as it is sent: a target that cannot evaluate it, and so refuses the message or pushes nothing, does not support what the specification allows.'

/** Ways in which a pattern is compared with a text. */
const PLACES: { name: string; where: string; criterion(pattern: string): Criterion; message(text: string): Message }[] =
  [
    {
      name: 'value',
      where: 'for a property other than content.body',
      criterion: (pattern) => eventMatch('content.value', pattern),
      message: (value) => ({ value }),
    },
    {
      name: 'body',
      where: 'for content.body',
      criterion: (pattern) => eventMatch('content.body', pattern),
      message: (text) => text,
    },
    {
      name: 'content-rule',
      where: 'of a content rule',
      criterion: (pattern) => ({ pattern }),
      message: (text) => text,
    },
  ]

/** Patterns with characters that are special elsewhere, and wildcards over several lines. */
export const unbalancedPatterns = [
  ...PLACES.map(({ name, where, criterion, message }) =>
    defineCase({
      id: `conditions/${name}-unbalanced`,
      title: `Brackets, backslashes and other special characters in a pattern ${where} match themselves, even if unbalanced`,
      verifies: ['conditions.glob.literal'],
      caughtBy: ['conditions.unbalanced-patterns-never-match', 'conditions.unbalanced-patterns-break-sending'],
      fairness: FAIR,
      async run({ sharedScene }) {
        const literal = PATTERNS.map((pattern) => [pattern, { matched: [pattern], unmatched: ['a b'] }] as const)
        const trials = [...literal, ...Object.entries(WITH_STAR)].map(([pattern, { matched, unmatched }]) => ({
          criterion: criterion(pattern),
          matched: matched.map(message),
          unmatched: unmatched.map(message),
        }))
        await expectEachMatches(await sharedScene(), trials)
      },
    }),
  ),

  ...PLACES.map(({ name, where, criterion, message }) =>
    defineCase({
      id: `conditions/${name}-line-breaks`,
      title: `Whether the wildcards of a pattern ${where} match a line break`,
      verifies: ['conditions.glob.newlines'],
      async run({ sharedScene }) {
        const scene = await sharedScene()
        const [star, far] = await observeMatches(
          scene,
          criterion('cake*lie'),
          [message('cake\nlie'), message('cake\n\nbut a lie')],
          { control: { message: message('cake is a lie'), requirement: 'conditions.glob.star' } },
        )
        const [one] = await observeMatches(scene, criterion('cake?lie'), [message('cake\nlie')], {
          control: { message: message('cake lie'), requirement: 'conditions.glob.question-mark' },
        })
        const says = (matches: boolean | undefined) => (matches ? 'matches' : 'does not match')
        return `A * ${says(star)} a line break and ${says(far)} several lines, and a ? ${says(one)} a line break`
      },
    }),
  ),
]
