import type { RuleKind } from '../../../spec/index.ts'
import type { Scene } from '../../harness/case/case.ts'
import { IS_MESSAGE, sounding } from '../../harness/case/sound.ts'

/**
 * Puts a rule of this kind that matches the message `tea` from Bob in the room and plays the name of its kind; returns its
 * rule ID.
 */
export async function putRuleOf(kind: RuleKind, { alice, bob, room }: Scene): Promise<string> {
  const ruleId = kind === 'room' ? room : kind === 'sender' ? bob.userId : `plexor-${kind}`
  const body = { actions: sounding(kind) }
  if (kind === 'content') await alice.putRule(kind, ruleId, { ...body, pattern: 'tea' })
  else if (kind === 'override' || kind === 'underride')
    await alice.putRule(kind, ruleId, { ...body, conditions: IS_MESSAGE })
  else await alice.putRule(kind, ruleId, body)
  return ruleId
}
