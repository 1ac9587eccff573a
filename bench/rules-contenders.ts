import { isDeepStrictEqual } from 'node:util'
import { compile, type PushEvent } from '../reference/rules/index.ts'
import { NEWEST, type Ruleset } from '../spec/index.ts'
import { createJsSdkEvaluator } from '../test/reference/js-sdk-push-processor.ts'
import { ROOM } from './rules-subjects.ts'

/** Evaluates all events of a list, which were set up before, and says how many there are. */
export type Run = () => number

const jsSdk = createJsSdkEvaluator()

/** Plexor's engine with the ruleset compiled. */
export function plexorRun(ruleset: Ruleset, events: readonly PushEvent[]): Run {
  const compiled = compile(ruleset, { specVersion: NEWEST })
  return () => {
    for (const event of events) compiled.evaluate(event, ROOM)
    return events.length
  }
}

/** The PushProcessor of matrix-js-sdk with its client, room and events set up. */
export function jsSdkRun(ruleset: Ruleset, events: readonly PushEvent[]): Run {
  const evaluations = events.map((event) => jsSdk.prepare(ruleset, event, ROOM))
  return () => {
    for (const evaluate of evaluations) evaluate()
    return evaluations.length
  }
}

/** In how far the two come to different rules or tweaks; `undefined` when they agree, as they have to for a race. */
export function disagreement(ruleset: Ruleset, events: readonly PushEvent[]): string | undefined {
  const compiled = compile(ruleset, { specVersion: NEWEST })
  for (const event of events) {
    const outcome = compiled.evaluate(event, ROOM)
    const ours = outcome && { kind: outcome.kind, rule_id: outcome.rule.rule_id, tweaks: withHighlight(outcome.tweaks) }
    const found = jsSdk.evaluate(ruleset, event, ROOM)
    const theirs = found && { kind: found.kind, rule_id: found.rule_id, tweaks: withHighlight(found.tweaks) }
    if (!isDeepStrictEqual(ours, theirs)) return `${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`
  }
  return undefined
}

/** No highlight is the same as one that is false; matrix-js-sdk always has one. */
function withHighlight(tweaks: Record<string, unknown>): Record<string, unknown> {
  return { highlight: false, ...tweaks }
}
