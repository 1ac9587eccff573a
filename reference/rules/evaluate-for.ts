import { EventView } from './event-view.ts'
import type { CompiledRuleset, Outcome, PushEvent, RoomContext } from './types.ts'

/** Someone to whose rules an event is put. */
export interface Recipient {
  ruleset: CompiledRuleset
  /** The room as it is for the owner of the rules */
  room: RoomContext
}

/**
 * Evaluates one event for many: what takes time about the event itself, such as to fold its text and to part it into
 * words, is done once.
 *
 * @param recipients without the sender of the event, whom it never notifies
 * @returns the recipients for whom a rule decides, in the order given, whether or not that rule notifies
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function evaluateFor<R extends Recipient>(
  recipients: Iterable<R>,
  event: PushEvent,
): { recipient: R; outcome: Outcome }[] {
  const view = new EventView(event)
  return Array.from(recipients).flatMap((recipient) => {
    const outcome = recipient.ruleset.evaluate(event, recipient.room, view)
    return outcome === undefined ? [] : [{ recipient, outcome }]
  })
}
