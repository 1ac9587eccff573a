import type { RuleKind } from '../../../spec/index.ts'
import type { CaseContext } from '../../harness/case/case.ts'
import { IS_MESSAGE, sounding } from '../../harness/case/sound.ts'
import type { RuleBody } from '../../harness/users/requests.ts'
import type { User } from '../../harness/users/user.ts'

/** Ordinary rule of one kind. */
export interface SampleRule {
  kind: RuleKind
  ruleId: string
  body: RuleBody
}

/** Returns Alice, and a rule of this kind for her, with a room of hers if it is about one. */
export async function sampleFor(
  kind: RuleKind,
  { sharedUser, sharedScene }: Pick<CaseContext, 'sharedUser' | 'sharedScene'>,
): Promise<SampleRule & { alice: User }> {
  if (kind !== 'room') {
    const alice = await sharedUser('alice')
    return { alice, ...sampleRule(kind, alice) }
  }
  const { alice, room } = await sharedScene()
  return { alice, ...sampleRule(kind, alice, room) }
}

/**
 * Returns a rule of this kind that plays the name of its kind. Room and sender rules are about a room and a user that
 * exist.
 */
export function sampleRule(kind: RuleKind, owner: User, room = ''): SampleRule {
  const actions = sounding(kind)
  if (kind === 'room') return { kind, ruleId: room, body: { actions } }
  if (kind === 'sender') return { kind, ruleId: owner.userId, body: { actions } }
  if (kind === 'content') return { kind, ruleId: 'tea', body: { actions, pattern: 'tea' } }
  return { kind, ruleId: 'tea', body: { actions, conditions: IS_MESSAGE } }
}
