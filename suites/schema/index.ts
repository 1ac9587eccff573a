import type { OperationId } from '../../spec/index.ts'
import { NOTIFY_OPERATION } from '../harness/case/operations.ts'
import { schemaCase } from '../harness/case/schema-case.ts'

const FAIR_ABOUT_PUSHES =
  'Only the devices, the app_id and pushkey of each, and the room of an event have to be present. All other fields of ' +
  'the API may be absent, and have the right type if they are present. Further fields are allowed.'

const FAIR_ABOUT_RESPONSES =
  'Only fields that every version requires have to be present, and further fields are allowed. A response with a 4xx ' +
  'status only has to have an errcode, like every error of the API, and responses with a 5xx status are ignored.'

/** Defines a case about the responses of one operation, which a fault of these responses makes red. */
function responsesOf(operationId: OperationId, title: string, caughtBy: string) {
  return { ...schemaCase(operationId, title, FAIR_ABOUT_RESPONSES), caughtBy: [caughtBy] }
}

/** Cases about the shape of all exchanges of the run, one for each operation. */
export const schema = [
  {
    ...schemaCase(
      NOTIFY_OPERATION,
      'Every request to the push gateway conforms to the schema of the Push Gateway API',
      FAIR_ABOUT_PUSHES,
    ),
    caughtBy: ['payload.prio-invalid', 'payload.data-null'],
  },
  responsesOf('getPushers', 'Every list of pushers conforms to its schema', 'schema.get-pushers-without-lang'),
  responsesOf('setPusher', 'Every response to setting a pusher conforms to its schema', 'schema.set-pusher-as-list'),
  responsesOf(
    'getPushRules',
    'Every list of push rules conforms to its schema',
    'schema.get-push-rules-without-enabled',
  ),
  responsesOf(
    'getGlobalPushRules',
    'Every global list of push rules conforms to its schema',
    'schema.get-global-push-rules-without-enabled',
  ),
  responsesOf(
    'getPushRule',
    'Every single push rule that is read conforms to its schema',
    'schema.get-push-rule-without-default',
  ),
  responsesOf(
    'putPushRule',
    'Every response to putting a push rule conforms to its schema',
    'schema.put-push-rule-as-list',
  ),
  responsesOf(
    'getPushRuleEnabled',
    'Every response about whether a push rule is enabled conforms to its schema',
    'schema.get-push-rule-enabled-as-string',
  ),
  responsesOf(
    'putPushRuleEnabled',
    'Every response to enabling a push rule conforms to its schema',
    'schema.put-push-rule-enabled-as-list',
  ),
  responsesOf(
    'getPushRuleActions',
    'Every response with the actions of a push rule conforms to its schema',
    'schema.get-push-rule-actions-as-string',
  ),
  responsesOf(
    'putPushRuleActions',
    'Every response to setting the actions of a push rule conforms to its schema',
    'schema.put-push-rule-actions-as-list',
  ),
  responsesOf(
    'deletePushRule',
    'Every response to deleting a push rule conforms to its schema',
    'schema.delete-push-rule-as-list',
  ),
  responsesOf(
    'getNotifications',
    'Every list of notifications conforms to its schema',
    'schema.get-notifications-without-read',
  ),
  responsesOf('postReceipt', 'Every response to a read receipt conforms to its schema', 'schema.post-receipt-as-list'),
  responsesOf(
    'postReadMarkers',
    'Every response to setting read markers conforms to its schema',
    'schema.post-read-markers-as-list',
  ),
  responsesOf(
    'getAccountData',
    'Every response with account data conforms to its schema',
    'schema.get-account-data-as-list',
  ),
  responsesOf(
    'putAccountData',
    'Every response to writing account data conforms to its schema',
    'schema.put-account-data-as-list',
  ),
  responsesOf('sync', 'Every response of /sync conforms to its schema', 'schema.sync-next-batch-as-number'),
]
