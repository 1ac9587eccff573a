import type { Level } from '../../../run/index.ts'
import { requirements } from '../../../spec/index.ts'
import type { Vector } from '../../../suites/vectors/index.ts'

/** Returns a vector that expects no rule. */
export function vectorOf(name: string, fields: Partial<Vector> = {}): Vector {
  const level: Level = fields.level ?? 'stated'
  const row = requirements.find((candidate) => candidate.level === level)
  if (row === undefined) throw new Error(`There is no requirement of the level "${level}"`)
  return {
    id: `theme/${name}`,
    title: `What ${name} shows`,
    requirement: row.id,
    level,
    since: 'seed',
    user_id: '@alice:example.org',
    ruleset: {},
    event: { type: 'm.room.message', sender: '@bob:example.org', room_id: '!room:example.org', content: {} },
    room: { member_count: 3 },
    expected: { rule: null, notify: false, tweaks: {} },
    ...fields,
  }
}
