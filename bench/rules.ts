/**
 * Measures the evaluation of push rules: Plexor's engine compared with the PushProcessor of matrix-js-sdk and the rules of
 * ruma in one run, on the same rules and events, also in long bodies; the growth with the number of rules and the length of
 * a body; many recipients; and the time to compile rulesets, and their memory. Times differ between machines, but ratios
 * hardly do.
 *
 * Run it with `tsx bench/rules.ts`. It takes about a minute. ruma takes part once its program is built, with
 * `cargo build --release --manifest-path bench/ruma/Cargo.toml`. It always parses the event.
 */
import { stdout } from 'node:process'
import { Bench } from 'tinybench'
import { type CompiledRuleset, compile, evaluateFor, type PushEvent } from '../reference/rules/index.ts'
import { NEWEST, type PushRule, type RuleKind, type Ruleset } from '../spec/index.ts'
import { figure, printTable } from './figures.ts'
import { disagreement, jsSdkRun, plexorParsingRun, plexorRun, type Run } from './rules-contenders.ts'
import { memoryOfDefaults } from './rules-memory.ts'
import {
  EVENTS,
  keywordRules,
  LONG_MESSAGES,
  mutedRooms,
  ROOM,
  RULESETS,
  roomRules,
  rulesetsOfUsers,
  senderRules,
  withDefaults,
} from './rules-subjects.ts'
import { Ruma } from './ruma.ts'

/** Minimum number of events in a sample: one evaluation is too short to be measured. */
const EVENTS_PER_SAMPLE = 512

/** Measures the events per second of each run. */
async function race(runs: Run[]): Promise<number[]> {
  const bench = new Bench({ time: 200, iterations: 5, warmupTime: 100, warmupIterations: 2 })
  const eventsPerSample = runs.map((run, index) => {
    const repetitions = Math.ceil(EVENTS_PER_SAMPLE / run())
    bench.add(String(index), () => {
      for (let count = 0; count < repetitions; count += 1) run()
    })
    return repetitions * run()
  })
  await bench.run()
  return bench.tasks.map(({ name, result }, index) => {
    if (!('latency' in result)) throw new Error(`Cannot compare: run ${name} did not complete`)
    return ((eventsPerSample[index] ?? 0) * 1000) / result.latency.p50
  })
}

const ruma = Ruma.start()

/** Prints the events per second of the engines, and the ratios of Plexor to the others, with parsing where they parse. */
async function compare(): Promise<void> {
  const heading = ['rules', 'event', 'Plexor/s', 'with JSON.parse', 'matrix-js-sdk/s', 'ratio', 'ruma/s', 'ratio']
  const rows: (string | number)[][] = [heading.slice(0, ruma === undefined ? -2 : undefined)]
  const differing: string[] = []
  for (const [rules, ruleset] of Object.entries(RULESETS)) {
    for (const [kind, events] of Object.entries(EVENTS)) {
      const difference = disagreement(ruleset, events)
      if (difference !== undefined) differing.push(`${rules}, ${kind}: ${difference}`)
      const [ours = 0, parsing = 0, theirs = 0] = await race([
        plexorRun(ruleset, events),
        plexorParsingRun(ruleset, events),
        jsSdkRun(ruleset, events),
      ])
      const row = [rules, kind, Math.round(ours), Math.round(parsing), Math.round(theirs), tenths(ours / theirs)]
      const measured = await ruma?.measure(ruleset, events)
      rows.push(
        measured === undefined ? row : [...row, Math.round(measured.perSecond), tenths(parsing / measured.perSecond)],
      )
      const expected = rulesFor(ruleset, events)
      const other = measured?.rules.find((rule, index) => rule !== expected[index])
      if (other !== undefined) differing.push(`${rules}, ${kind}: ruma has ${other}`)
    }
  }
  printTable(rows)
  for (const line of differing) stdout.write(`Different outcomes for ${line}\n`)
  stdout.write(
    differing.length === 0
      ? 'The engines find the same rules for all of these, and matrix-js-sdk the same tweaks.\n\n'
      : '\n',
  )
}

function tenths(ratio: number): number {
  return Math.round(ratio * 10) / 10
}

/** Returns the rule that matches each event; null for none. */
function rulesFor(ruleset: Ruleset, events: readonly PushEvent[]): (string | null)[] {
  const compiled = compile(ruleset, { specVersion: NEWEST })
  return events.map((event) => compiled.evaluate(event, ROOM)?.rule.rule_id ?? null)
}

const COUNTS = [0, 10, 100, 1000, 10_000]

/** Prints the nanoseconds for a plain message, by the number of rules that do not match it. */
async function growth(): Promise<void> {
  const makers: [name: string, kind: RuleKind, make: (count: number) => PushRule[]][] = [
    ['keyword rules', 'content', keywordRules],
    ['room rules', 'room', roomRules],
    ['sender rules', 'sender', senderRules],
    ['override rules for rooms', 'override', mutedRooms],
  ]
  const events = EVENTS['plain message'] ?? []
  const rows: (string | number)[][] = [['ns per message, by number of', ...COUNTS]]
  for (const [name, kind, make] of makers) {
    const rulesets: Ruleset[] = COUNTS.map((count) => withDefaults({ [kind]: make(count) }))
    const ours = await race(rulesets.map((ruleset) => plexorRun(ruleset, events)))
    rows.push([name, ...ours.map(nanoseconds)])
    const theirs = await race(rulesets.slice(0, -1).map((ruleset) => jsSdkRun(ruleset, events)))
    rows.push(['  with matrix-js-sdk', ...theirs.map(nanoseconds)])
  }
  printTable(rows)
}

/** Prints the nanoseconds for each of 1,000 recipients with keywords, together and one by one; and for long bodies. */
async function manyAndLong(): Promise<void> {
  const recipients = Array.from({ length: 1000 }, () => ({
    ruleset: compile(withDefaults({ content: keywordRules(20) }), { specVersion: NEWEST }),
    room: ROOM,
  }))
  const [event] = EVENTS['plain message'] ?? []
  if (event === undefined) throw new Error('Cannot measure: there is no message')
  const stars = withDefaults({ content: [{ ...keywordRules(1)[0], pattern: 'a*a*a*a*b' } as PushRule] })
  const body = (length: number): PushEvent[] => [{ ...event, content: { body: 'a '.repeat(length / 2) } }]
  const speeds = await race([
    () => evaluateFor(recipients, event).length,
    () => recipients.filter(({ ruleset, room }) => ruleset.evaluate(event, room)).length,
    plexorRun(stars, body(1024)),
    plexorRun(stars, body(64 * 1024)),
  ])
  const names = [
    '1,000 recipients together',
    '1,000 recipients one by one',
    'a*a*a*a*b in a body of 1 KiB',
    'a*a*a*a*b in a body of 64 KiB',
  ]
  printTable([['case', 'ns per evaluation'], ...names.map((name, index) => [name, nanoseconds(speeds[index] ?? 0)])])
}

/** Prints the microseconds for a message of 64 KiB, by its script and the number of keywords that it does not have. */
async function longBodies(): Promise<void> {
  const heading = ['µs per message of 64 KiB', 'keywords', 'Plexor', 'with JSON.parse', 'matrix-js-sdk', 'ruma']
  const rows: (string | number)[][] = [heading.slice(0, ruma === undefined ? -1 : undefined)]
  for (const [script, events] of LONG_MESSAGES) {
    for (const count of [5, 20, 200]) {
      const ruleset = withDefaults({ content: keywordRules(count) })
      const runs = [plexorRun(ruleset, events), plexorParsingRun(ruleset, events), jsSdkRun(ruleset, events)]
      const speeds = await race(runs)
      const measured = await ruma?.measure(ruleset, events)
      const all = measured === undefined ? speeds : [...speeds, measured.perSecond]
      rows.push([script, count, ...all.map((speed) => Math.round(1e6 / speed))])
    }
  }
  printTable(rows)
}

/** Prints the nanoseconds for each of 1,000 recipients, by the number of different rulesets among them. */
async function recipients(): Promise<void> {
  const [event] = EVENTS['plain message'] ?? []
  if (event === undefined) throw new Error('Cannot measure: there is no message')
  const rows: (string | number)[][] = [['ns per recipient, of 1,000 with default rules', 'different rulesets']]
  for (const count of [1, 100, 1000]) {
    const rulesets = rulesetsOfUsers(count).map((ruleset) => compile(ruleset, { specVersion: NEWEST }))
    const all = Array.from({ length: 1000 }, (_, index) => rulesets[index % count]).flatMap((ruleset, index) =>
      ruleset === undefined ? [] : [{ ruleset, room: { ...ROOM, displayName: `User ${index}` } }],
    )
    const [speed = 0] = await race([() => evaluateFor(all, event).length])
    rows.push([nanoseconds(speed), count])
  }
  printTable(rows)
}

/** Prints the microseconds to compile a ruleset, and to compile it and evaluate one event. */
async function compiling(): Promise<void> {
  const [event] = EVENTS['plain message'] ?? []
  if (event === undefined) throw new Error('Cannot measure: there is no message')
  const subjects: [name: string, rulesets: Ruleset[]][] = [
    ['default rules', rulesetsOfUsers(100)],
    ['200 keyword rules', [withDefaults({ content: keywordRules(200) })]],
    ['1,000 room rules', [withDefaults({ room: roomRules(1000) })]],
  ]
  const rows: (string | number)[][] = [['µs per ruleset', 'compile', 'and evaluate one event']]
  for (const [name, rulesets] of subjects) {
    const each = (use: (compiled: CompiledRuleset) => void): Run => {
      return () => {
        for (const ruleset of rulesets) use(compile(ruleset, { specVersion: NEWEST }))
        return rulesets.length
      }
    }
    const speeds = await race([each(() => {}), each((compiled) => compiled.evaluate(event, ROOM))])
    rows.push([name, ...speeds.map((speed) => figure(1e6 / speed))])
  }
  printTable(rows)
}

function nanoseconds(perSecond: number): number {
  return Math.round(1e9 / perSecond)
}

/** Prints the memory of compiled rulesets. */
function memory(): void {
  const count = 10_000
  const { rules, compiled } = memoryOfDefaults(count)
  const describe = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB, ${Math.round(bytes / count)} bytes each`
  stdout.write(`10,000 compiled default rulesets: ${describe(compiled)}; their rules: ${describe(rules)}\n`)
}

stdout.write(`Push rules of ${NEWEST}, on Node ${process.version}\n\n`)
await compare()
await growth()
await longBodies()
await recipients()
await compiling()
await manyAndLong()
memory()
await ruma?.close()
