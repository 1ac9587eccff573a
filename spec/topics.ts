/**
 * Topics of the push module, in the order of the documentation. Each names one thing in every catalogue: the file and
 * the ids of its requirements, the folder and the ids of its cases, the files and the names of its faults and variants,
 * and the policies of the reference that decide about it.
 */
export const TOPICS = {
  pushers: 'Setting, listing and deleting pushers',
  'rules-api': 'Reading and changing push rules over HTTP',
  'rule-order': 'Which rule wins: kinds, placement, enabled rules',
  conditions: 'When a rule matches an event: conditions, patterns, room and sender rules',
  actions: 'What a matching rule does: notify, tweaks',
  'default-rules': 'The server-default rules and their effects',
  'rules-sync': 'Push rules in account data and in /sync',
  recipients: 'Who is notified of an event at all',
  payload: 'What a push gateway is sent',
  delivery: 'When and how a request reaches a push gateway: retries, order, rejected pushkeys',
  'unread-counts': 'Unread counts in /sync, by room and by thread',
  receipts: 'Receipts, and what they mark as read',
  'read-markers': 'Fully-read markers',
  notifications: 'The list of past notifications',
  'push-gateway': 'The Push Gateway API, as a push gateway implements it',
  authentication: 'Access tokens at the endpoints of the push module',
  errors: 'Error responses that all endpoints share',
  'room-upgrades': 'Push rules of a room that is replaced',
  schema: 'The shape of requests and responses',
} as const satisfies Record<string, string>

/** Name of a topic of the push module. */
export type Topic = keyof typeof TOPICS

/** Returns the topic of an id, `topic/name` or `topic.name`; `undefined` if it begins with none. */
export function topicOf(id: string): Topic | undefined {
  const [head = ''] = id.split(/[./]/, 1)
  return Object.hasOwn(TOPICS, head) ? (head as Topic) : undefined
}
