import { isObject, type JsonObject } from '../homeserver/body.ts'
import { type Breach, responding } from './answering.ts'
import { type Fault, fault } from './fault.ts'

const asList: Breach = () => []
const without =
  (name: string): Breach =>
  ({ [name]: _, ...rest }) =>
    rest
const inEach =
  (list: string, change: Breach): Breach =>
  (body) => {
    const items = body[list]
    return {
      ...body,
      [list]: Array.isArray(items) ? items.map((item) => (isObject(item) ? change(item) : item)) : items,
    }
  }
const inEachRule =
  (change: Breach): Breach =>
  (ruleset) =>
    Object.fromEntries(Object.keys(ruleset).map((kind) => [kind, (inEach(kind, change)(ruleset) as JsonObject)[kind]]))

/** For each operation whose answers are judged by their schema, one way to break it, and what shows of that. */
const BREACHES: [operationId: string, what: string, breaks: string, breach: Breach][] = [
  ['getPushers', 'without-lang', 'Pushers are listed without lang', inEach('pushers', without('lang'))],
  ['setPusher', 'as-list', 'Setting a pusher is answered with a list', asList],
  [
    'getPushRules',
    'without-enabled',
    'Rules are listed without enabled',
    ({ global }) => ({ global: isObject(global) ? inEachRule(without('enabled'))(global) : global }),
  ],
  ['getGlobalPushRules', 'without-enabled', 'Rules of the global list lack enabled', inEachRule(without('enabled'))],
  ['getPushRule', 'without-default', 'A rule that is read alone lacks default', without('default')],
  ['putPushRule', 'as-list', 'Putting a rule is answered with a list', asList],
  ['deletePushRule', 'as-list', 'Deleting a rule is answered with a list', asList],
  [
    'getPushRuleEnabled',
    'as-text',
    'Whether a rule is enabled is told as a string',
    ({ enabled }) => ({ enabled: String(enabled) }),
  ],
  ['putPushRuleEnabled', 'as-list', 'Enabling a rule is answered with a list', asList],
  [
    'getPushRuleActions',
    'as-text',
    'The actions of a rule are told as a string',
    ({ actions }) => ({ actions: JSON.stringify(actions) }),
  ],
  ['putPushRuleActions', 'as-list', 'Setting the actions of a rule is answered with a list', asList],
  [
    'getNotifications',
    'without-read',
    'Notifications are listed without read',
    inEach('notifications', without('read')),
  ],
  ['postReceipt', 'as-list', 'A receipt is answered with a list', asList],
  ['postReadMarkers', 'as-list', 'Read markers are answered with a list', asList],
  ['getAccountData', 'as-list', 'Account data is read as a list', (body) => [body]],
  ['putAccountData', 'as-list', 'Writing account data is answered with a list', asList],
  [
    'sync',
    'next-batch-as-number',
    'next_batch is a number',
    ({ next_batch, ...rest }) => ({ next_batch: Number.parseInt(String(next_batch).replace(/\D/g, ''), 10), ...rest }),
  ],
]

/** Faults of the shape of answers, one for each operation at least that is judged by its schema. */
export const SCHEMA_FAULTS: readonly Fault[] = BREACHES.map(([operationId, what, breaks, breach]) => {
  const name = operationId.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return fault(`schema.${name}-${what}`, `schema.${name}`, breaks, 'api', responding(operationId, breach))
})
