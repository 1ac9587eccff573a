/**
 * Event as its recipient sees it. Encrypted content stays encrypted unless the caller has decrypted it.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-event-format
 */
export interface PushEvent {
  type: string
  sender: string

  /** Absent in events of `/sync`; the `roomId` of the context then says it */
  room_id?: string | undefined
  content: object
  state_key?: string | undefined
  event_id?: string | undefined

  /** Unix milliseconds */
  origin_server_ts?: number | undefined
  redacts?: string | undefined
  unsigned?: object | undefined
}
