import type { Transaction } from '../storage/events.ts'

/** An event that someone wants to send. */
export interface EventDraft {
  room_id: string
  type: string
  sender: string
  content: Record<string, unknown>
  /** Present for state events only */
  state_key?: string
  /** Event ID that a redaction is about */
  redacts?: string
  /** What makes a repeated request the same request */
  transaction?: Transaction
  /** Whether the event only follows from something else that its sender did, and tells nothing of what they read */
  incidental?: boolean
}
