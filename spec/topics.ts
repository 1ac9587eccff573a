/**
 * Topics of the push module with a description, in the order of the documentation.
 *
 * A topic has the same name everywhere: in the file and the IDs of its requirements, in the directory and the IDs of its
 * cases, in the files and names of its faults and variants, and in the policies of the reference.
 */
export const TOPICS = {
  pushers: 'Setting, listing and deleting pushers',
  'rules-api': 'Reading and changing push rules over HTTP',
  'rule-order': 'Priority of push rules: kinds, placement, enabled rules',
  conditions: 'Matching of rules: conditions, patterns, room and sender rules',
  actions: 'Actions of a matching rule: notify, tweaks',
  'default-rules': 'Server-default rules and their effects',
  'rules-sync': 'Push rules in account data and in /sync',
  recipients: 'Users that are notified of an event',
  payload: 'Content of requests to a push gateway',
  delivery: 'Delivery of requests to a push gateway: retries, order, rejected pushkeys',
  'unread-counts': 'Unread counts in /sync, by room and by thread',
  receipts: 'Read receipts and their effects',
  'read-markers': 'Read markers (m.fully_read)',
  notifications: 'List of past notifications',
  'push-gateway': 'Push Gateway API, as push gateways implement it',
  authentication: 'Access tokens at the endpoints of the push module',
  errors: 'Error responses that all endpoints share',
  'room-upgrades': 'Push rules of a room that was replaced',
  schema: 'Schemas of requests and responses',
} as const satisfies Record<string, string>

/** Name of a topic of the push module. */
export type Topic = keyof typeof TOPICS

/**
 * Returns the topic of an ID.
 *
 * @param id - the ID of a case (`topic/name`), or of a requirement, fault or variant (`topic.name`)
 * @returns the topic, or `undefined` if the ID does not begin with one
 */
export function topicOf(id: string): Topic | undefined {
  const [head = ''] = id.split(/[./]/, 1)
  return Object.hasOwn(TOPICS, head) ? (head as Topic) : undefined
}
