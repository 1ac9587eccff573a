import { atLeast, type PushRule, RULE_KINDS } from '../../spec/index.ts'
import { variant } from './variant.ts'

/** What conditions hold for, where that is left open. */
export const MATCHING_VARIANTS = [
  variant('invited-members-count', {
    differs: 'Who is invited counts as a member in conditions',
    allowedBy: ['conditions.member-count.invited'],
    rules: (correct) => ({
      roomContext: (room, owner) => ({
        ...correct.roomContext(room, owner),
        memberCount: room.members.filter(({ membership }) => /^(join|invite)$/.test(membership)).length,
      }),
    }),
  }),
  variant('newer-conditions-known', {
    differs: 'Conditions of versions to come are understood already',
    allowedBy: ['conditions.kinds-to-come'],
    span: { until: 'v1.7' },
    rules: (correct) => ({
      compile(ruleset, options) {
        const usesNewer = ({ conditions = [] }: PushRule) =>
          conditions.some(({ kind }) => /^event_property_/.test(kind))
        const isNewer = RULE_KINDS.some((kind) => ruleset[kind]?.some(usesNewer))
        return correct.compile(ruleset, isNewer && atLeast(options.profile, 'v1.3') ? { profile: 'v1.7' } : options)
      },
    }),
  }),
]
