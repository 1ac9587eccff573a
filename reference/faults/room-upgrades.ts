import { type Fault, fault } from './fault.ts'

/** Faults of rooms that are replaced. */
export const ROOM_UPGRADES_FAULTS: readonly Fault[] = [
  fault({
    name: 'room-upgrades.rules-not-transferred',
    breaks: ['room-upgrades.rules-follow'],
    summary: 'Rules about a room do not apply to the room that replaces it',
    changes: {
      roomUpgrades: () => ({
        transfersRules: false,
      }),
    },
  }),
]
