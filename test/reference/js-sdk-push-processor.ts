import type { IPushRules } from 'matrix-js-sdk/lib/@types/PushRules.js'
import type { MatrixClient } from 'matrix-js-sdk/lib/client.js'
import { logger } from 'matrix-js-sdk/lib/logger.js'
import { type IEvent, MatrixEvent } from 'matrix-js-sdk/lib/models/event.js'
import { RoomState } from 'matrix-js-sdk/lib/models/room-state.js'
import { PushProcessor } from 'matrix-js-sdk/lib/pushprocessor.js'
import type { PushEvent, RoomContext } from '../../reference/rules/index.ts'
import { type Action, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/index.ts'

/** The owner of the rules. The SDK never evaluates what the owner sends, so it is nobody who sends anything. */
const OWNER = '@owner-of-the-rules:js-sdk.invalid'

/** The rule that matrix-js-sdk finds, in the words of the specification. */
export interface JsSdkOutcome {
  rule_id: string
  kind: RuleKind
  /** As the rule lists them */
  actions: Action[]
  /** As the SDK reads them: it always has a `highlight`, which is true for a content rule that says nothing of it */
  tweaks: Record<string, unknown>
}

export interface JsSdkEvaluator {
  /** What the SDK makes of an event; throws what the SDK throws. */
  evaluate(ruleset: Ruleset, event: PushEvent, room: RoomContext): JsSdkOutcome | undefined
  /** All that the SDK needs, set up: each call evaluates the event anew, and does nothing else. */
  prepare(
    ruleset: Ruleset,
    event: PushEvent,
    room: RoomContext,
  ): () => ReturnType<PushProcessor['actionsAndRuleForEvent']>
}

/**
 * The PushProcessor of matrix-js-sdk as a second opinion: around it stands a stub of the client, with real events and
 * a real room state.
 *
 * The rules are evaluated as they are given, without those that the SDK would add to them.
 *
 * @param options.intentionalMentions whether the server is said to know `m.mentions`, as it does since v1.7
 */
export function createJsSdkEvaluator({ intentionalMentions = true } = {}): JsSdkEvaluator {
  quiet()
  const prepare: JsSdkEvaluator['prepare'] = (ruleset, event, room) => {
    // The SDK writes to the actions
    const pushRules = structuredClone({ global: ruleset }) as unknown as IPushRules
    const currentState = roomState(event, room)
    const client = {
      pushRules,
      credentials: { userId: OWNER },
      getSafeUserId: () => OWNER,
      getRoom: () => ({ currentState }),
      supportsIntentionalMentions: () => intentionalMentions,
    }
    const processor = new PushProcessor(client as unknown as MatrixClient)
    processor.updateCachedPushRuleKeys(pushRules)
    const matrixEvent = new MatrixEvent(structuredClone(event) as Partial<IEvent>)
    return () => processor.actionsAndRuleForEvent(matrixEvent)
  }
  return {
    prepare,
    evaluate(ruleset, event, room) {
      const { actions, rule } = prepare(ruleset, event, room)()
      const kind = RULE_KINDS.find((kind) => kind === rule?.kind)
      if (rule === undefined || kind === undefined) return undefined
      const own = ruleset[kind]?.find(({ rule_id, enabled }) => rule_id === rule.rule_id && enabled)
      return { rule_id: rule.rule_id, kind, actions: own?.actions ?? [], tweaks: { ...actions?.tweaks } }
    },
  }
}

/** The room as the SDK holds it: the events of its state, the owner and the sender among its members. */
function roomState({ room_id, sender }: PushEvent, room: RoomContext): RoomState {
  const { creators: [creator = '@creator:js-sdk.invalid', ...additional] = [], roomVersion } = room
  const state = new RoomState(room_id)
  const put = (type: string, state_key: string, content: object, from = creator) =>
    new MatrixEvent({ type, state_key, content: structuredClone(content), sender: from, room_id })
  const join = { membership: 'join' }
  state.setStateEvents([
    put('m.room.create', '', { creator, room_version: roomVersion ?? '1', additional_creators: additional }),
    put('m.room.member', sender, join, sender),
    put('m.room.member', OWNER, { ...join, ...(room.displayName && { displayname: room.displayName }) }, OWNER),
  ])
  if (room.powerLevels !== undefined) state.setStateEvents([put('m.room.power_levels', '', room.powerLevels)])
  state.setJoinedMemberCount(room.memberCount)
  return state
}

/** Keeps the log of the SDK off the console. */
function quiet(): void {
  for (const method of ['trace', 'debug', 'info', 'warn', 'error', 'log'] as const) logger[method] = () => {}
}
