/** Decisions about rooms that are replaced. */
export interface RoomUpgradePolicies {
  /** True if rules about a room apply to the room that replaces it */
  transfersRules: boolean
}

export const roomUpgradePolicies: RoomUpgradePolicies = { transfersRules: true }
