import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { compileWith } from '../../../reference/rules/compile.ts'
import { fold } from '../../../reference/rules/fold.ts'
import { compile, evaluateFor, type PushEvent } from '../../../reference/rules/index.ts'
import { findIndexed, findLinear } from '../../../reference/rules/rule-index.ts'
import { literalsSource } from '../../../reference/rules/shortcuts/body-search.ts'
import { defaultRuleset, NEWEST, type PushRule, RULE_KINDS, type Ruleset } from '../../../spec/index.ts'
import { event, room, ruleset, rulesetWithDefaults, specVersion } from './arbitrary-rules.ts'
import { message, threeMembers, userRule } from './support.ts'

// What makes the engine fast must not change what it finds: that is always the rule that the plain way finds.

const NEWEST_RULES = { specVersion: NEWEST }

const RUNS = { numRuns: 500, seed: 20210827 }

/** All characters that have letter case. */
const CASED = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter((character) =>
  /[\p{Changes_When_Casemapped}\p{Changes_When_Casefolded}]/u.test(character),
)

t.test('an index finds the same rule, from the first event on', async (t) => {
  fc.assert(
    fc.property(fc.oneof(ruleset, rulesetWithDefaults), event, room, specVersion, (ruleset, event, room, version) => {
      const options = { specVersion: version }
      const expected = compileWith(findLinear, ruleset, options).evaluate(event, room)?.rule
      assert.equal(compileWith(findIndexed, ruleset, options).evaluate(event, room)?.rule, expected)
      const compiled = compile(ruleset, options)
      for (let count = 0; count < 10; count += 1) assert.equal(compiled.evaluate(event, room)?.rule, expected)
    }),
    RUNS,
  )
  t.pass()
})

/** Default rules, of which some are moved, missing, disabled, doubled or changed, as no server should return them. */
const changedDefaults = fc
  .tuple(specVersion, fc.constantFrom('@alice:hs', '@bob:hs'), fc.infiniteStream(fc.nat(40)))
  .map(([version, owner, choices]): Ruleset => {
    const defaults = defaultRuleset(version, owner)
    const changed = (rule: PushRule): PushRule[] => {
      const { conditions = [] } = rule
      switch (choices.next().value) {
        case 0:
          return []
        case 1:
          return [rule, rule]
        case 2:
          return [{ ...rule, enabled: !rule.enabled }]
        case 3:
          return [{ ...rule, conditions: conditions.slice(1) }]
        case 4:
          return [{ ...rule, conditions: conditions.map((one) => ({ ...one, pattern: '@bob:hs', value: '@bob:hs' })) }]
        case 5:
          return [{ ...rule, conditions: [...conditions, ...conditions] }]
        case 6:
          return [{ ...rule, pattern: 'cake' }]
        case 7:
          return [{ ...rule, rule_id: '.m.rule.message' }]
        default:
          return [rule]
      }
    }
    const lists = RULE_KINDS.map((kind) => {
      const rules = defaults[kind].flatMap(changed)
      return [kind, choices.next().value < 10 ? rules.toReversed() : rules]
    })
    return Object.fromEntries(lists)
  })

/** Types that default rules are about, which random events seldom have. */
const types = fc.constantFrom(
  'm.room.message',
  'M.ROOM.MEMBER',
  'm.room.member',
  'm.room.encrypted',
  'm.room.tombstone',
  'm.reaction',
  'm.call.invite',
)

t.test('default rules that are compiled once for all users give the same rule', async (t) => {
  const found = new Set<string | undefined>()
  fc.assert(
    fc.property(changedDefaults, event, types, room, specVersion, (ruleset, event, type, room, version) => {
      const options = { specVersion: version }
      for (const one of [event, { ...event, type }]) {
        const expected = compileWith(findLinear, ruleset, options).evaluate(one, room)?.rule
        assert.equal(compile(ruleset, options).evaluate(one, room)?.rule, expected)
        found.add(expected?.rule_id)
      }
    }),
    RUNS,
  )
  t.ok(found.size > 12, `${found.size} rules decided`)
})

const WORDS = [
  'cake',
  'CAKE',
  'cakes',
  'c++',
  'торт',
  'ТОРТ',
  'é',
  'É',
  'straße',
  'STRAẞE',
  'ς',
  'Σ',
  '🎂',
  '𐐀',
  '𐐨',
  '_',
  '(',
]
const wording = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
const glued = fc.array(fc.constantFrom(...WORDS, ' '), { maxLength: 6 }).map((words) => words.join(''))
const pattern = fc.oneof(wording, glued, fc.constantFrom('ca*', '', 'to*', 'ca?e', '\ufffd', '\ud800'))

t.test('a search for many keywords finds the same rule, in bodies long and short', async (t) => {
  const patterns = fc.array(pattern, { minLength: 4, maxLength: 8 })
  let matches = 0
  fc.assert(
    fc.property(patterns, fc.oneof(wording, glued), (patterns, body) => {
      const ruleset: Ruleset = { content: patterns.map((pattern, index) => userRule(`rule${index}`, { pattern })) }
      const expected = compileWith(findLinear, ruleset, NEWEST_RULES)
      const compiled = compile(ruleset, NEWEST_RULES)
      const long = message({ body: '- '.repeat(4096) + body })
      for (let count = 0; count < 14; count += 1) compiled.evaluate(long, threeMembers)
      for (const one of [long, message({ body })]) {
        const rule = expected.evaluate(one, threeMembers)?.rule
        assert.equal(compiled.evaluate(one, threeMembers)?.rule, rule)
        const many = evaluateFor(Array(8).fill({ ruleset: compiled, room: threeMembers }), one)
        assert.ok(many.every(({ outcome }) => outcome.rule === rule))
        assert.equal(many.length, rule === undefined ? 0 : 8)
        if (rule !== undefined) matches += 1
      }
    }),
    { ...RUNS, numRuns: 200 },
  )
  t.ok(matches > 100 && matches < 350, `${matches} of 400 bodies matched`)
})

t.test('the length of an expression for keywords is bounded', async (t) => {
  const rules = Array.from({ length: 5000 }, (_, index) => userRule(`rule${index}`, { pattern: `project${index}` }))
  const compiled = compile({ content: rules }, NEWEST_RULES)
  const long: PushEvent = message({ body: `${'word '.repeat(8000)} project4321` })
  for (let count = 0; count < 10; count += 1) {
    t.equal(compiled.evaluate(long, threeMembers)?.rule.rule_id, 'rule4321')
  }
})

t.test('folding a text folds each of its characters', async (t) => {
  const differing = CASED.filter((character) => {
    const folded = fold(character)
    const around = [
      ['', ' И'],
      ['İ', 'K'],
      ['Α', 'Σ'],
    ]
    const isSame = around.every(
      ([before = '', after = '']) => fold(before + character + after) === fold(before) + folded + fold(after),
    )
    return !isSame || folded.length !== character.length || fold(folded) !== folded
  })
  t.strictSame(differing, [])
})

t.test('an expression for keywords misses no character that folding makes equal', async (t) => {
  const missed = CASED.filter((character) => {
    const text = fold(character)
    const source = literalsSource([{ text, isWhole: false }])
    return text !== character && source !== undefined && !new RegExp(`^${source}$`, 'i').test(character)
  })
  t.strictSame(missed, [])
  t.equal(literalsSource([{ text: 'straße', isWhole: true }]), '\\b(?:stra)', 'such a character is left out')
  t.equal(literalsSource([{ text: 'ß', isWhole: true }]), undefined)
  const special = '\\^$.*+?()[]{}|/-'
  t.match(special, new RegExp(`^${literalsSource([{ text: special, isWhole: true }])}$`))
})

t.test('many keywords that differ only at their ends are found in reasonable time', async (t) => {
  const patterns = Array.from({ length: 500 }, (_, index) => `${'a'.repeat(index)}b`)
  const rules = compile(
    { content: patterns.map((pattern, index) => userRule(`rule${index}`, { pattern })) },
    NEWEST_RULES,
  )
  for (let count = 0; count < 20; count += 1) {
    t.equal(rules.evaluate(message({ body: 'a'.repeat(60_000) }), threeMembers), undefined)
  }
})
