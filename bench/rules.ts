/**
 * What the evaluation of push rules costs, as ratios within one run: they mean the same on every machine.
 *
 * Run it with `tsx bench/rules.ts`.
 */
import { stdout } from 'node:process'
import { Bench } from 'tinybench'
import { compile, mergeRuleset, type PushEvent } from '../reference/rules/index.ts'
import { defaultRuleset, NEWEST, type PushRule, type RuleKind } from '../spec/index.ts'

const room = { memberCount: 3, displayName: 'Alice', powerLevels: {} }
const defaults = defaultRuleset(NEWEST, '@alice:hs')

function message(body: string): PushEvent {
  return { type: 'm.room.message', sender: '@bob:hs', room_id: '!room:hs', content: { msgtype: 'm.text', body } }
}

function rules(count: number, make: (index: number) => Partial<PushRule>): PushRule[] {
  const rule = { default: false, enabled: true, actions: [] }
  return Array.from({ length: count }, (_, index) => ({ ...rule, rule_id: `rule${index}`, ...make(index) }))
}

function evaluator(kind: RuleKind, userRules: PushRule[]) {
  const compiled = compile(mergeRuleset({ [kind]: userRules }, defaults, NEWEST), { profile: NEWEST })
  return (event: PushEvent) => compiled.evaluate(event, room)
}

const none = evaluator('override', [])
const rooms = evaluator(
  'room',
  rules(1000, (index) => ({ rule_id: `!room${index}:hs` })),
)
const senders = evaluator(
  'sender',
  rules(1000, (index) => ({ rule_id: `@user${index}:hs` })),
)
const words = evaluator(
  'content',
  rules(1000, (index) => ({ pattern: `word${index}` })),
)
const overrides = evaluator(
  'override',
  rules(1000, (index) => ({
    conditions: [{ kind: 'event_match', key: 'room_id', pattern: `!room${index}:hs` }],
  })),
)
const stars = evaluator(
  'content',
  rules(1, () => ({ pattern: 'a*a*a*a*b' })),
)

const short = message('hello there')
const kilobyte = message('a '.repeat(500))
const hundredKilobytes = message('a '.repeat(50_000))

const bench = new Bench({ time: 300, warmupTime: 50 })
const tasks = {
  'default rules only': () => none(short),
  '1,000 room rules': () => rooms(short),
  '1,000 sender rules': () => senders(short),
  '1,000 override rules': () => overrides(short),
  '1,000 content rules': () => words(short),
  'stars, 1 KB body': () => stars(kilobyte),
  'stars, 100 KB body': () => stars(hundredKilobytes),
}
for (const [name, run] of Object.entries(tasks)) bench.add(name, () => void run())
await bench.run()

const ratios: [task: keyof typeof tasks, relativeTo: keyof typeof tasks][] = [
  ['1,000 room rules', 'default rules only'],
  ['1,000 sender rules', 'default rules only'],
  ['1,000 override rules', 'default rules only'],
  ['1,000 content rules', 'default rules only'],
  ['stars, 100 KB body', 'stars, 1 KB body'],
]
for (const [task, relativeTo] of ratios) {
  stdout.write(`${task}: ${(microseconds(task) / microseconds(relativeTo)).toFixed(1)} times ${relativeTo}\n`)
}

function microseconds(name: string): number {
  const result = bench.getTask(name)?.result
  if (result === undefined || !('latency' in result))
    throw new Error(`Cannot compare "${name}": it did not run to its end`)
  return result.latency.p50 * 1000
}
