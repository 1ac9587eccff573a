import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { compileWith } from '../../../reference/rules/compile.ts'
import { compile, evaluateFor, explain, type RuleOutcome } from '../../../reference/rules/index.ts'
import { findLinear } from '../../../reference/rules/rule-index.ts'
import { event, room, ruleset, rulesetWithDefaults, specVersion } from './arbitrary-rules.ts'
import { evaluatePlainly } from './plain-evaluator.ts'

const RUNS = { numRuns: 1000, seed: 20210827 }

const anyRuleset = fc.oneof(ruleset, rulesetWithDefaults)

function inShort(outcome: RuleOutcome | undefined) {
  if (outcome === undefined) return undefined
  const { kind, rule, actions, notify, tweaks } = outcome
  return { kind, rule_id: rule.rule_id, actions, notify, tweaks }
}

t.test('finding rules by index keys finds the same rule as trying one after the other', async (t) => {
  const kinds = new Set<string | undefined>()
  fc.assert(
    fc.property(anyRuleset, event, room, specVersion, (ruleset, event, room, specVersion) => {
      const tried = compileWith(findLinear, ruleset, { specVersion }).evaluate(event, room)
      kinds.add(tried?.kind)
      assert.equal(compile(ruleset, { specVersion }).evaluate(event, room)?.rule, tried?.rule)
    }),
    RUNS,
  )
  t.equal(kinds.size, 6, 'rules of every kind decided, and sometimes none')
})

t.test('a second, plain implementation finds the same outcome', async (t) => {
  fc.assert(
    fc.property(anyRuleset, event, room, specVersion, (ruleset, event, room, specVersion) => {
      const outcome = compile(ruleset, { specVersion }).evaluate(event, room)
      assert.deepEqual(inShort(outcome), evaluatePlainly(ruleset, event, room, specVersion))
    }),
    RUNS,
  )
  t.pass()
})

t.test('evaluating one event for many gives the same outcomes as one by one', async (t) => {
  const recipient = fc.record({ ruleset: anyRuleset, room })
  fc.assert(
    fc.property(fc.array(recipient, { maxLength: 4 }), event, specVersion, (recipients, event, specVersion) => {
      const compiled = recipients.map(({ ruleset, room }) => ({ ruleset: compile(ruleset, { specVersion }), room }))
      const oneByOne = compiled.flatMap((recipient) => {
        const outcome = recipient.ruleset.evaluate(event, recipient.room)
        return outcome === undefined ? [] : [{ recipient, outcome }]
      })
      assert.deepEqual(evaluateFor(compiled, event), oneByOne)
    }),
    { ...RUNS, numRuns: 500 },
  )
  t.pass()
})

t.test('an explanation has the same outcome, and only the last rule that it lists matched', async (t) => {
  fc.assert(
    fc.property(anyRuleset, event, room, specVersion, (ruleset, event, room, specVersion) => {
      const { outcome, tried } = explain(ruleset, event, room, { specVersion })
      assert.deepEqual(outcome, compile(ruleset, { specVersion }).evaluate(event, room))
      const matched = tried.filter(({ result }) => result === 'matched')
      assert.deepEqual(
        matched.map(({ kind, rule_id }) => ({ kind, rule_id })),
        outcome === undefined ? [] : [{ kind: outcome.kind, rule_id: outcome.rule.rule_id }],
      )
      for (const { result, reason, conditions } of tried) {
        assert.match(reason, /^[^\n]+$/)
        if (result === 'matched' || result === 'failed') {
          assert.equal(
            conditions.every(({ holds }) => holds),
            result === 'matched',
          )
        }
      }
    }),
    RUNS,
  )
  t.pass()
})
