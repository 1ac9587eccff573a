import { isDeepStrictEqual } from 'node:util'
import { compile, type PushEvent } from '../reference/rules/index.ts'
import { NEWEST, type Ruleset } from '../spec/index.ts'
import { createJsSdkEvaluator } from '../test/reference/js-sdk-push-processor.ts'
import { ROOM } from './rules-subjects.ts'

/** Evaluates a prepared list of events, and returns their number. */
export type Run = () => number

const jsSdk = createJsSdkEvaluator()

/** Prepares Plexor's engine, with the compiled ruleset. */
export function plexorRun(ruleset: Ruleset, events: readonly PushEvent[]): Run {
  const compiled = compile(ruleset, { specVersion: NEWEST })
  return () => {
    for (const event of events) compiled.evaluate(event, ROOM)
    return events.length
  }
}

/** Prepares Plexor's engine, which also parses each event, as a server or client does that receives it. */
export function plexorParsingRun(ruleset: Ruleset, events: readonly PushEvent[]): Run {
  const compiled = compile(ruleset, { specVersion: NEWEST })
  const texts = events.map((event) => JSON.stringify(event))
  return () => {
    for (const text of texts) compiled.evaluate(JSON.parse(text) as PushEvent, ROOM)
    return texts.length
  }
}

/** Prepares the PushProcessor of matrix-js-sdk, with its client, room and events. */
export function jsSdkRun(ruleset: Ruleset, events: readonly PushEvent[]): Run {
  const evaluations = events.map((event) => jsSdk.prepare(ruleset, event, ROOM))
  return () => {
    for (const evaluate of evaluations) evaluate()
    return evaluations.length
  }
}

/** Describes the first difference in rules or tweaks; `undefined` if the engines agree, as a comparison requires. */
export function disagreement(ruleset: Ruleset, events: readonly PushEvent[]): string | undefined {
  const compiled = compile(ruleset, { specVersion: NEWEST })
  for (const event of events) {
    const outcome = compiled.evaluate(event, ROOM)
    const ours = outcome && { kind: outcome.kind, rule_id: outcome.rule.rule_id, tweaks: withHighlight(outcome.tweaks) }
    const found = jsSdk.evaluate(ruleset, event, ROOM)
    const theirs = found && { kind: found.kind, rule_id: found.rule_id, tweaks: withHighlight(found.tweaks) }
    if (!isDeepStrictEqual(ours, theirs))
      return `Plexor has ${JSON.stringify(ours)}, matrix-js-sdk has ${JSON.stringify(theirs)}`
  }
  return undefined
}

/** Adds a missing highlight, which means the same as a false one; matrix-js-sdk always has one. */
function withHighlight(tweaks: Record<string, unknown>): Record<string, unknown> {
  return { highlight: false, ...tweaks }
}
