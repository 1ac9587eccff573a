import type { IPushRules } from 'matrix-js-sdk/lib/@types/PushRules.js'
import type { MatrixClient } from 'matrix-js-sdk/lib/client.js'
import { logger } from 'matrix-js-sdk/lib/logger.js'
import { type IEvent, MatrixEvent } from 'matrix-js-sdk/lib/models/event.js'
import { RoomState } from 'matrix-js-sdk/lib/models/room-state.js'
import { PushProcessor } from 'matrix-js-sdk/lib/pushprocessor.js'
import type { PushEvent, RoomContext } from '../../reference/rules/index.ts'
import { type Action, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/index.ts'

/** Owner of the rules. The SDK never evaluates events from the owner, so this user sends none. */
const OWNER = '@owner-of-the-rules:js-sdk.invalid'

/** Rule that matrix-js-sdk finds, in the terms of the specification. */
export interface JsSdkOutcome {
  rule_id: string
  kind: RuleKind

  /** Actions as the rule lists them */
  actions: Action[]

  /** Tweaks as the SDK reads them: it always adds a `highlight`, which is true for a content rule without one */
  tweaks: Record<string, unknown>
}

/** Evaluator of push rules that uses matrix-js-sdk. */
export interface JsSdkEvaluator {
  /** Evaluates an event with the SDK; throws what the SDK throws. */
  evaluate(ruleset: Ruleset, event: PushEvent, room: RoomContext): JsSdkOutcome | undefined

  /** Sets up the SDK, and returns a function that only evaluates the event. */
  prepare(
    ruleset: Ruleset,
    event: PushEvent,
    room: RoomContext,
  ): () => ReturnType<PushProcessor['actionsAndRuleForEvent']>
}

/**
 * Creates an evaluator with the PushProcessor of matrix-js-sdk, as a second opinion. The client is a stub, but events and
 * room state are real.
 *
 * The given rules are evaluated without those that the SDK would add.
 *
 * @param options.intentionalMentions whether the server supports `m.mentions`, as it does since v1.7
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

/** Creates the room state of the SDK, with the owner and the sender among its members. */
function roomState({ room_id = '', sender }: PushEvent, room: RoomContext): RoomState {
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

/** Turns off the log of the SDK. */
function quiet(): void {
  for (const method of ['trace', 'debug', 'info', 'warn', 'error', 'log'] as const) logger[method] = () => {}
}
