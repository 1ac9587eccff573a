import t from 'tap'
import { compile, evaluateFor, explain, NEWEST, type PushEvent, type Ruleset } from '../../../reference/rules/index.ts'
import { message, threeMembers, userRule } from './support.ts'

// What clients need of the rule engine: own events, events without room_id, and kinds of conditions of their own.

const all: Ruleset = { underride: [userRule('all')] }

t.test('an event of the owner matches no rule', async (t) => {
  const options = { specVersion: NEWEST, userId: '@alice:hs' }
  const rules = compile(all, options)
  const own = message({}, { sender: '@alice:hs' })
  t.equal(rules.evaluate(own, threeMembers), undefined)
  t.equal(rules.evaluate(message({}), threeMembers)?.notify, true)
  t.strictSame(explain(all, own, threeMembers, options), { outcome: undefined, tried: [] })
  const anonymous = { type: 'm.room.message', content: {} } as PushEvent
  t.ok(
    compile(all, { specVersion: NEWEST }).evaluate(anonymous, threeMembers),
    'an owner who is not named sends nothing',
  )
})

t.test('the context says the room of an event of /sync', async (t) => {
  const ruleset: Ruleset = { room: [userRule('!tea:hs', { actions: [] })] }
  const rules = compile(ruleset, { specVersion: NEWEST })
  const event: PushEvent = { type: 'm.room.message', sender: '@bob:hs', content: {} }
  const tea = { ...threeMembers, roomId: '!tea:hs' }
  const cake = { ...threeMembers, roomId: '!cake:hs' }
  t.equal(rules.evaluate(event, tea)?.rule.rule_id, '!tea:hs')
  t.equal(rules.evaluate(event, cake), undefined)
  t.equal(rules.evaluate(event, threeMembers), undefined)
  t.equal(rules.evaluate({ ...event, room_id: '!cake:hs' }, tea), undefined, 'the event itself decides if it has one')
  t.equal(explain(ruleset, event, tea, { specVersion: NEWEST }).outcome?.kind, 'room')

  const recipients = [tea, cake, threeMembers, tea].map((room, index) => ({ ruleset: rules, room, index }))
  t.strictSame(
    evaluateFor(recipients, event).map(({ recipient }) => recipient.index),
    [0, 3],
  )
})

t.test('a kind of condition can be added', async (t) => {
  const conditions = [{ kind: 'org.example.long', min: 5 }]
  const ruleset: Ruleset = { override: [userRule('long', { conditions })] }
  const options = {
    specVersion: NEWEST,
    conditionKinds: {
      'org.example.long': ({ min }: Readonly<Record<string, unknown>>) =>
        typeof min === 'number' ? ({ content }: PushEvent) => JSON.stringify(content).length >= min : undefined,
      event_match: () => () => true,
    },
  }
  const holds = (rules: Ruleset, body: string) =>
    compile(rules, options).evaluate(message({ body }), threeMembers) !== undefined
  t.equal(holds(ruleset, 'hello'), true)
  t.equal(compile(ruleset, options).evaluate(message({}), threeMembers), undefined)
  t.equal(compile(ruleset, { specVersion: NEWEST }).evaluate(message({ body: 'hello' }), threeMembers), undefined)

  const malformed: Ruleset = { override: [userRule('long', { conditions: [{ kind: 'org.example.long' }] })] }
  t.equal(holds(malformed, 'hello'), false)
  const specified: Ruleset = {
    override: [userRule('a', { conditions: [{ kind: 'event_match', key: 'type', pattern: 'x' }] })],
  }
  t.equal(holds(specified, 'hello'), false, 'those of the specification stay as they are')
  const inherited: Ruleset = { override: [userRule('a', { conditions: [{ kind: 'toString' }] })] }
  t.equal(holds(inherited, 'hello'), false)

  const { tried } = explain(ruleset, message({ body: 'hello' }), threeMembers, options)
  t.equal(tried[0]?.reason, 'the condition "org.example.long" holds')
})
