import type { Ruleset } from '../../../spec/index.ts'
import { type CompiledRuleset, type CompileOptions, compile, type RoomContext } from '../../rules/index.ts'
import type { RoomInfo } from '../push/room-info.ts'
import type { Membership } from '../storage/memberships.ts'

/** Owner of rules, as a member of the room. */
export interface RuleOwner extends Membership {
  /** Returns the display name in the profile, which can be another one than in the room. */
  profileName(): string | null
}

/** Decisions about matching rules against events. */
export interface ConditionPolicies {
  /** Returns the ruleset prepared for evaluating events. */
  compile(ruleset: Ruleset, options: CompileOptions): CompiledRuleset
  /** Returns the properties of the room that conditions depend on, for the owner of the rules. */
  roomContext(room: RoomInfo, owner: RuleOwner): RoomContext
}

export const conditionPolicies: ConditionPolicies = {
  compile,
  roomContext: (room, owner) => ({
    memberCount: room.joinedCount,
    roomVersion: room.version,
    creators: room.creators,
    ...(room.powerLevels === undefined ? {} : { powerLevels: room.powerLevels }),
    ...(owner.display_name === null ? {} : { displayName: owner.display_name }),
  }),
}
