import type { RuleKind } from '../../../spec/index.ts'
import { IS_MESSAGE, sounding } from '../../harness/case/sound.ts'
import type { RuleBody } from '../../harness/users/requests.ts'
import type { User } from '../../harness/users/user.ts'

/** Ordinary rule of one kind. */
export interface SampleRule {
  kind: RuleKind
  ruleId: string
  body: RuleBody
}

/**
 * Returns a rule of this kind that plays the name of its kind. Room and sender rules are about a room and a user that
 * exist.
 */
export async function sampleRule(kind: RuleKind, owner: User): Promise<SampleRule> {
  const actions = sounding(kind)
  if (kind === 'room') return { kind, ruleId: await owner.createRoom(), body: { actions } }
  if (kind === 'sender') return { kind, ruleId: owner.userId, body: { actions } }
  if (kind === 'content') return { kind, ruleId: 'tea', body: { actions, pattern: 'tea' } }
  return { kind, ruleId: 'tea', body: { actions, conditions: IS_MESSAGE } }
}
