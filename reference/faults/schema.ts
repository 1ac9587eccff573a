import type { PushNotification } from '../../spec/index.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import { type Fault, fault } from './fault.ts'
import { type BodyChange, changingResponse } from './helpers/responses.ts'

const asList: BodyChange = () => []
const without =
  (name: string): BodyChange =>
  ({ [name]: _, ...rest }) =>
    rest
const inEach =
  (list: string, change: BodyChange): BodyChange =>
  (body) => {
    const items = body[list]
    return {
      ...body,
      [list]: Array.isArray(items) ? items.map((item) => (isObject(item) ? change(item) : item)) : items,
    }
  }
const inEachRule =
  (change: BodyChange): BodyChange =>
  (ruleset) =>
    Object.fromEntries(Object.keys(ruleset).map((kind) => [kind, (inEach(kind, change)(ruleset) as JsonObject)[kind]]))

/** Faults of the form of requests and responses, at least one for each operation that has a schema. */
export const SCHEMA_FAULTS: readonly Fault[] = [
  fault({
    name: 'schema.get-pushers-without-lang',
    breaks: ['schema.get-pushers'],
    summary: 'Pushers are listed without lang',
    changes: { schema: changingResponse('getPushers', inEach('pushers', without('lang'))) },
  }),
  fault({
    name: 'schema.set-pusher-as-list',
    breaks: ['schema.set-pusher'],
    summary: 'The response to setting a pusher is a list',
    changes: { schema: changingResponse('setPusher', asList) },
  }),
  fault({
    name: 'schema.get-push-rules-without-enabled',
    breaks: ['schema.get-push-rules'],
    summary: 'Rules are listed without enabled',
    changes: {
      schema: changingResponse('getPushRules', ({ global }) => ({
        global: isObject(global) ? inEachRule(without('enabled'))(global) : global,
      })),
    },
  }),
  fault({
    name: 'schema.get-global-push-rules-without-enabled',
    breaks: ['schema.get-global-push-rules'],
    summary: 'Rules of the global list lack enabled',
    changes: { schema: changingResponse('getGlobalPushRules', inEachRule(without('enabled'))) },
  }),
  fault({
    name: 'schema.get-push-rule-without-default',
    breaks: ['schema.get-push-rule'],
    summary: 'A rule that is read by its ID lacks default',
    changes: { schema: changingResponse('getPushRule', without('default')) },
  }),
  fault({
    name: 'schema.put-push-rule-as-list',
    breaks: ['schema.put-push-rule'],
    summary: 'The response to putting a rule is a list',
    changes: { schema: changingResponse('putPushRule', asList) },
  }),
  fault({
    name: 'schema.delete-push-rule-as-list',
    breaks: ['schema.delete-push-rule'],
    summary: 'The response to deleting a rule is a list',
    changes: { schema: changingResponse('deletePushRule', asList) },
  }),
  fault({
    name: 'schema.get-push-rule-enabled-as-string',
    breaks: ['schema.get-push-rule-enabled'],
    summary: 'The endpoint for enabled returns a string',
    changes: { schema: changingResponse('getPushRuleEnabled', ({ enabled }) => ({ enabled: String(enabled) })) },
  }),
  fault({
    name: 'schema.put-push-rule-enabled-as-list',
    breaks: ['schema.put-push-rule-enabled'],
    summary: 'The response to enabling a rule is a list',
    changes: { schema: changingResponse('putPushRuleEnabled', asList) },
  }),
  fault({
    name: 'schema.get-push-rule-actions-as-string',
    breaks: ['schema.get-push-rule-actions'],
    summary: 'The endpoint for actions returns a string',
    changes: {
      schema: changingResponse('getPushRuleActions', ({ actions }) => ({ actions: JSON.stringify(actions) })),
    },
  }),
  fault({
    name: 'schema.put-push-rule-actions-as-list',
    breaks: ['schema.put-push-rule-actions'],
    summary: 'The response to setting the actions of a rule is a list',
    changes: { schema: changingResponse('putPushRuleActions', asList) },
  }),
  fault({
    name: 'schema.get-notifications-without-read',
    breaks: ['schema.get-notifications'],
    summary: 'Notifications are listed without read',
    changes: { schema: changingResponse('getNotifications', inEach('notifications', without('read'))) },
  }),
  fault({
    name: 'schema.post-receipt-as-list',
    breaks: ['schema.post-receipt'],
    summary: 'The response to a receipt is a list',
    changes: { schema: changingResponse('postReceipt', asList) },
  }),
  fault({
    name: 'schema.post-read-markers-as-list',
    breaks: ['schema.post-read-markers'],
    summary: 'The response to read markers is a list',
    changes: { schema: changingResponse('postReadMarkers', asList) },
  }),
  fault({
    name: 'schema.get-account-data-as-list',
    breaks: ['schema.get-account-data'],
    summary: 'The response to reading account data is a list',
    changes: { schema: changingResponse('getAccountData', (body) => [body]) },
  }),
  fault({
    name: 'schema.put-account-data-as-list',
    breaks: ['schema.put-account-data'],
    summary: 'The response to writing account data is a list',
    changes: { schema: changingResponse('putAccountData', asList) },
  }),
  fault({
    name: 'schema.sync-next-batch-as-number',
    breaks: ['schema.sync'],
    summary: 'next_batch is a number',
    changes: {
      schema: changingResponse('sync', ({ next_batch, ...rest }) => ({
        next_batch: Number.parseInt(String(next_batch).replace(/\D/g, ''), 10),
        ...rest,
      })),
    },
  }),
  fault({
    name: 'schema.notify-not-wrapped',
    breaks: ['schema.notify', 'delivery.endpoint'],
    summary: 'The body is the notification itself',
    changes: {
      payload: () => ({
        request: (notification) => notification as unknown as { notification: PushNotification },
      }),
    },
  }),
]
