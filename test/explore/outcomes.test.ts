import t from 'tap'
import type { PutRule } from '../../explore/history.ts'
import { Outcomes, type RuleFacts } from '../../explore/model/outcomes.ts'
import { Situation } from '../../explore/model/situation.ts'
import { stepKindOf } from '../../explore/steps/index.ts'
import { defaultRuleset, type Ruleset, type SpecVersion } from '../../spec/index.ts'

// Every outcome that the rules of a user can have for a message.

const userId = (name: string) => `@${name}:example.org`

function factsFor(
  specVersion: SpecVersion,
  change: (rules: Required<Ruleset>) => Ruleset = (rules) => rules,
): RuleFacts {
  return {
    userId,
    roomId: (name) => `!${name.replace(' ', '')}:example.org`,
    defaultsOf: (name) => change(defaultRuleset(specVersion, userId(name))),
  }
}

interface Asked {
  specVersion?: SpecVersion
  rules?: Partial<PutRule>[]
  content?: Record<string, unknown>
  members?: number[]
  facts?: RuleFacts
}

/** Returns the outcomes of a message of Bob's for Alice, in short: the rule, and whether it notifies. */
function outcomesOf({ specVersion = 'v1.19', rules = [], content = {}, members = [3], facts }: Asked): string[] {
  const situation = new Situation(specVersion)
  const put = {
    do: 'put-rule',
    user: 'alice',
    kind: 'content',
    rule: 'first',
    matcher: { word: 'teapot' },
    actions: 'notify',
  } as const
  for (const rule of rules) {
    const step: PutRule = { ...put, ...rule }
    stepKindOf(step).apply(situation, step)
  }
  const event = {
    type: 'm.room.message',
    sender: userId('bob'),
    room_id: '!room1:example.org',
    content: { msgtype: 'm.text', body: 'another teapot please', ...content },
  }
  const contexts = members.map((memberCount) => ({ memberCount }))
  const outcomes = new Outcomes(situation, facts ?? factsFor(specVersion)).for('alice', { event, contexts })
  return outcomes.map(({ rule, notify }) => `${rule?.id ?? 'no rule'}${notify ? '' : ' is silent'}`)
}

const CASES: { title: string; asked: Asked; expected: string[] }[] = [
  { title: 'without own rules, a default rule decides', asked: {}, expected: ['.m.rule.message'] },
  { title: 'an own rule precedes default rules', asked: { rules: [{}] }, expected: ['first'] },
  {
    title: 'of two own rules without a place, either may be the first',
    asked: { rules: [{}, { rule: 'second', actions: 'silence' }] },
    expected: ['first', 'second is silent'],
  },
  {
    title: 'of two own rules with a place, the higher one decides',
    asked: { rules: [{}, { rule: 'second', actions: 'silence', before: 'first' }] },
    expected: ['second is silent'],
  },
  {
    title: 'an own rule of a lower kind may precede a default rule of a higher one, or not',
    asked: { rules: [{}], content: { msgtype: 'm.notice' } },
    expected: ['.m.rule.suppress_notices is silent', 'first'],
  },
  {
    title: 'whether invited users are members may decide',
    asked: { members: [2, 3] },
    expected: ['.m.rule.room_one_to_one', '.m.rule.message'],
  },
  {
    title: 'the message that is always pushed matches a rule above all others',
    asked: {
      rules: [{ kind: 'override', matcher: { kind: 'word', word: 'teapot' }, actions: 'silence' }],
      content: { body: 'lighthouse and teapot' },
    },
    expected: ['fence'],
  },
]

for (const { title, asked, expected } of CASES) {
  t.test(title, async (t) => t.strictSame(outcomesOf(asked), expected))
}

t.test(
  'default rules that are listed from the last to the first are evaluated as the specification lists them',
  async (t) => {
    const reversed = factsFor('v1.19', (rules) => ({
      ...rules,
      override: rules.override.toReversed(),
      underride: rules.underride.toReversed(),
    }))
    t.strictSame(outcomesOf({ facts: reversed, members: [2] }), ['.m.rule.room_one_to_one'])
  },
)

t.test('the master rule precedes own rules since v1.5, and before that it follows own override rules', async (t) => {
  const enabled = (specVersion: SpecVersion) =>
    factsFor(specVersion, (rules) => ({
      ...rules,
      override: rules.override.map((rule) => (rule.rule_id === '.m.rule.master' ? { ...rule, enabled: true } : rule)),
    }))
  const rules: Partial<PutRule>[] = [{ kind: 'override', matcher: { kind: 'word', word: 'teapot' } }]
  t.strictSame(outcomesOf({ rules, facts: enabled('v1.19') }), ['.m.rule.master is silent'])
  t.strictSame(outcomesOf({ rules, specVersion: 'v1.4', facts: enabled('v1.4') }), ['first'])
})
