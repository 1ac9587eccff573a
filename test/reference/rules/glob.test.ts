import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { fold } from '../../../reference/rules/fold.ts'
import { literal, matchesWhole, matchesWords, parseGlob } from '../../../reference/rules/glob.ts'
import { matchesPlainly } from './plain-evaluator.ts'

t.test('a star matches any number of characters, and a question mark exactly one', async (t) => {
  const cases: [pattern: string, text: string, matches: boolean][] = [
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'a\nb', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', '\n', true],
    ['?', 'ab', false],
    ['?', '🔨', true],
    ['??', '🔨', false],
    ['*??', '🔨', false],
    ['?*?', '🔨🔨', true],
    ['soup*', 'soup of the day', true],
    ['*soup', 'soup of the day', false],
    ['s?u*day', 'soup of the day', true],
    ['s?u*day', 'sup of the day', false],
    ['a*b*a', 'aba', true],
    ['a*b*a', 'ab', false],
    ['ab*ba', 'aba', false],
    ['[a-z]*', 'matrix', false],
    ['[a-z]*', '[a-z] is a range', true],
    ['\\*', '\\anything', true],
    ['\\?', '?', false],
    ['a.c', 'abc', false],
    ['^a$', 'a', false],
  ]
  for (const [pattern, text, matches] of cases) {
    t.equal(matchesWhole(parseGlob(pattern), text), matches, `${JSON.stringify([pattern, text])}: ${matches}`)
  }
})

t.test('a literal has no wildcards', async (t) => {
  t.ok(matchesWhole(literal('a*?'), 'a*?'))
  t.notOk(matchesWhole(literal('a*?'), 'abc'))
})

t.test('words start and end where there is no ASCII letter, digit or underscore on both sides', async (t) => {
  const cases: [pattern: string, text: string, matches: boolean][] = [
    ['cake', 'cake', true],
    ['cake', 'a cake.', true],
    ['cake', 'cheesecake', false],
    ['cake', 'cakes', false],
    ['cake', 'cheesecake, then cake', true],
    ['cake', 'cheesecake, then cakes', false],
    ['cake', '_cake', false],
    ['cake', 'cake2', false],
    ['cake', 'écake', true],
    ['cake', 'caké', false],
    ['cake', '(cake)', true],
    ['cake', 'cake🎂', true],
    ['🎂', 'cake🎂cake', true],
    ['cake🎂', 'a cake🎂cake', true],
    ['.', 'a.b', true],
    ['a.b', 'a.b.c', true],
    ['cake ', 'cake is here', true],
    ['cake cake', 'cheesecake cake', false],
    ['cake cake', 'cheesecake cake cake', true],
    ['ca*', 'cheese cakes', true],
    ['*ke', 'cheesecakes', false],
    ['ex*ple', 'an exciting triple-whammy', true],
    ['?', 'ab c', true],
    ['?', 'ab', false],
    ['c?ke', 'a coke', true],
    ['c?ke', 'a cke', false],
    ['@room', 'hello @room!', true],
    ['@room', 'hello @rooms', false],
    ['@room', 'me@room', true],
  ]
  for (const [pattern, text, matches] of cases) {
    t.equal(matchesWords(parseGlob(pattern), text), matches, `${JSON.stringify([pattern, text])}: ${matches}`)
  }
})

const texts = fc.string({ unit: fc.constantFrom('a', 'b', '_', ' ', 'é', '🔨'), maxLength: 12 })
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '_', ' ', 'é', '🔨', '*', '?'), maxLength: 7 })

t.test('every pattern and text agree with the plain meaning', async (t) => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      const glob = parseGlob(pattern)
      assert.deepEqual(
        { whole: matchesWhole(glob, text), inWords: matchesWords(glob, text) },
        matchesPlainly(pattern, text),
      )
    }),
    { numRuns: 5000, seed: 20210827 },
  )
  t.pass()
})

/** A text, and a part of it as a pattern: with question marks in it, stars around it, and perhaps one character off. */
const longPatterns = fc
  .record({
    text: fc.array(fc.constantFrom(...'aaaaaaaaaaaaaaaaaaaaa', ...'bcdefgh', '_', ' ', '🔨'), {
      minLength: 70,
      maxLength: 100,
    }),
    from: fc.nat(8),
    length: fc.integer({ min: 62, max: 90 }),
    marks: fc.array(fc.nat(90), { maxLength: 40 }),
    off: fc.option(fc.nat(90)),
    edges: fc.constantFrom<[string, string][]>(['', ''], ['*', ''], ['', '*'], ['*', '*'], ['?*', '*?']),
  })
  .map(({ text, from, length, marks, off, edges: [first, last] }) => {
    const part = text.slice(from, from + length)
    const segment = part.map((character, index) => (index === off ? 'b' : marks.includes(index) ? '?' : character))
    return { pattern: `${first}${segment.join('')}${last}`, text: text.join('') }
  })

t.test('patterns with long segments agree with the plain meaning', async (t) => {
  const results = new Set<string>()
  fc.assert(
    fc.property(longPatterns, ({ pattern, text }) => {
      const glob = parseGlob(pattern)
      const found = { whole: matchesWhole(glob, text), inWords: matchesWords(glob, text) }
      assert.deepEqual(found, matchesPlainly(pattern, text))
      results.add(JSON.stringify(found))
    }),
    { numRuns: 200, seed: 20210827 },
  )
  t.equal(results.size, 3, 'some matched as a whole, some in words only, and some not at all')
})

t.test('letter case is folded, and nothing else is', async (t) => {
  const cases: [one: string, other: string, same: boolean][] = [
    ['CAKE', 'cake', true],
    ['ÉCLAIR', 'éclair', true],
    ['ΣΟΦΟΣ', 'σοφος', true],
    ['σοφος', 'σοφοσ', true],
    ['𐐀', '𐐨', true],
    ['e', 'é', false],
    ['STRASSE', 'straße', false],
  ]
  for (const [one, other, same] of cases) t.equal(fold(one) === fold(other), same, `${one} and ${other}: ${same}`)
  t.equal(fold('\u212A'), '\u212A', 'the kelvin sign does not become a letter of a word')
})

t.test('folding keeps the length, so that places in the text stay the same', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => fold(text).length === text.length),
    { seed: 20210827 },
  )
  t.equal(fold('İ'.repeat(5)).length, 5)
  t.equal(fold('a\ud83d'), 'a\ufffd', 'half a surrogate pair is not a character')
})
