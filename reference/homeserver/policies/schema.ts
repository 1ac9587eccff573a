import { randomId } from '../ids.ts'
import type { EventDraft } from '../rooms/draft.ts'

/** Decisions about the form of responses and of the IDs in them. */
export interface SchemaPolicies {
  /** Returns the response body of an operation of the push module, named by its `operationId`. */
  response(operationId: string, body: object): object
  /** Returns the ID of an event that is being sent. */
  eventId(draft: EventDraft): string
}

export const schemaPolicies: SchemaPolicies = {
  response: (_operationId, body) => body,
  eventId: () => `$${randomId(32)}`,
}
