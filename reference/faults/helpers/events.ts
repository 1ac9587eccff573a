import type { PushEvent } from '../../rules/index.ts'
import type { ConditionChange } from './rulesets.ts'

/** Changes events before they are evaluated. */
export function changingEvent(change: (event: PushEvent) => PushEvent): ConditionChange {
  return (correct) => ({
    compile(ruleset, options) {
      const compiled = correct.compile(ruleset, options)
      return { evaluate: (event, room) => compiled.evaluate(change(event), room) }
    },
  })
}
