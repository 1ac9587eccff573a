import { compile, type RoomContext } from '../../reference/rules/index.ts'
import type { Evaluator, VectorRoom } from '../../suites/vectors/index.ts'

/** Plexor's own rule engine, as an evaluator of vectors. */
export const engine: Evaluator = {
  ask({ spec_version: specVersion, ruleset, event, room }) {
    const outcome = compile(ruleset, { specVersion }).evaluate(event, toRoomContext(room))
    if (outcome === undefined) return { rule: null, notify: false }
    const { kind, rule, notify, tweaks } = outcome
    return { rule: { kind, rule_id: rule.rule_id }, notify, tweaks }
  },
}

/** Converts the room of a vector to that of the engine. */
export function toRoomContext(room: VectorRoom): RoomContext {
  return {
    memberCount: room.member_count,
    displayName: room.display_name,
    powerLevels: room.power_levels,
    creators: room.creators,
    roomVersion: room.version,
  }
}
