/**
 * A client's part of push notifications: reads responses of `/sync`, and says which events notify its user. It uses
 * nothing but `plexor/rules`.
 */
import {
  addMissingDefaults,
  type CompiledRuleset,
  type ConditionKinds,
  compile,
  defaultRuleset,
  type PushEvent,
  type RuleOutcome,
  type Ruleset,
  type SpecVersion,
} from '../../reference/rules/index.ts'

/** Parts of a response of `GET /sync` that matter here. */
export interface Sync {
  account_data?: { events: { type: string; content: object }[] }
  rooms?: {
    join?: Record<string, { timeline?: { events: PushEvent[] }; summary?: { 'm.joined_member_count'?: number } }>
  }
}

/** Event that notifies the user. */
export interface NotifyingEvent {
  roomId: string
  event: PushEvent
  outcome: RuleOutcome
}

/** A kind of condition that only this client has: the event was sent in these hours of the day, in UTC. */
const CONDITION_KINDS: ConditionKinds = {
  'org.example.hours': ({ from, until }) => {
    if (typeof from !== 'number' || typeof until !== 'number') return undefined
    return ({ origin_server_ts: sent }) => {
      const hour = new Date(sent ?? 0).getUTCHours()
      return from <= hour && hour < until
    }
  },
}

/** Decides about the events of one user. */
export class Notifier {
  readonly #specVersion: SpecVersion
  readonly #userId: string
  readonly #memberCounts = new Map<string, number>()
  #rules: CompiledRuleset

  /**
   * Starts with the default rules, until `/sync` brings those of the user.
   *
   * @param userId user whom the events notify, such as `@alice:example.org`
   */
  constructor(userId: string, specVersion: SpecVersion) {
    this.#userId = userId
    this.#specVersion = specVersion
    this.#rules = this.#compile({})
  }

  /** Reads a response of `/sync`, and returns the events in it that notify, in their order. */
  read({ account_data, rooms }: Sync): NotifyingEvent[] {
    const changed = account_data?.events.findLast(({ type }) => type === 'm.push_rules')?.content as
      | { global?: Ruleset }
      | undefined
    if (changed !== undefined) this.#rules = this.#compile(changed.global ?? {})
    return Object.entries(rooms?.join ?? {}).flatMap(([roomId, { timeline, summary }]) => {
      const memberCount = summary?.['m.joined_member_count'] ?? this.#memberCounts.get(roomId) ?? 1
      this.#memberCounts.set(roomId, memberCount)
      return (timeline?.events ?? []).flatMap((event) => {
        const outcome = this.#rules.evaluate(event, { roomId, memberCount })
        return outcome?.notify ? [{ roomId, event, outcome }] : []
      })
    })
  }

  #compile(ruleset: Ruleset): CompiledRuleset {
    const complete = addMissingDefaults(ruleset, defaultRuleset(this.#specVersion, this.#userId))
    return compile(complete, {
      specVersion: this.#specVersion,
      userId: this.#userId,
      conditionKinds: CONDITION_KINDS,
    })
  }
}
