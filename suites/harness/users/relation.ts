/** Returns the content of a text message in the thread with this root. */
export function inThread(rootId: string, body: string): Record<string, unknown> {
  return relatedTo(rootId, 'm.thread', body)
}

/** Returns the content of a text message that relates to an event. */
export function relatedTo(eventId: string, relType: string, body: string): Record<string, unknown> {
  return { msgtype: 'm.text', body, 'm.relates_to': { rel_type: relType, event_id: eventId } }
}
