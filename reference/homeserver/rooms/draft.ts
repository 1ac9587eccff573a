import type { Transaction } from '../storage/events.ts'

/** Event that is being sent. */
export interface EventDraft {
  room_id: string
  type: string
  sender: string
  content: Record<string, unknown>
  /** Present for state events only */
  state_key?: string
  /** ID of the event that a redaction redacts */
  redacts?: string
  /** Transaction that identifies repetitions of the request */
  transaction?: Transaction
  /** True if the event is a side effect of another action of its sender, so that it marks nothing as read */
  incidental?: boolean
}
