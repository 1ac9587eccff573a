import type { PushEvent } from './event.ts'
import { EventView } from './event-view.ts'
import type { CompiledRuleset, RoomContext, RuleOutcome } from './types.ts'

/** Recipient of an event. */
export interface Recipient {
  /** Compiled rules of the recipient */
  ruleset: CompiledRuleset

  /** State of the room as it is for the recipient */
  room: RoomContext
}

/** Number of recipients from which on their rules look for words in a list of all words of the body. */
const MANY = 8

/**
 * Evaluates one event for many recipients. The expensive work on the event itself, such as splitting its body into
 * words, is done once.
 *
 * @param recipients recipients of the event, without its sender, whom it never notifies
 * @param event event to evaluate; it is not modified
 * @returns the recipients for whom a rule matches, in the given order, even if that rule does not notify
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function evaluateFor<R extends Recipient>(
  recipients: Iterable<R>,
  event: PushEvent,
): { recipient: R; outcome: RuleOutcome }[] {
  const list = Array.from(recipients)
  const view = new EventView(event, list[0]?.room.roomId, list.length >= MANY)
  return list.flatMap((recipient) => {
    const outcome = recipient.ruleset.evaluate(event, recipient.room, view)
    return outcome === undefined ? [] : [{ recipient, outcome }]
  })
}
