import type { OperationId } from '../../spec/index.ts'
import { schemaCase } from '../harness/case/schema-case.ts'
import { NOTIFY_OPERATION } from '../harness/gateway/gateway.ts'

const FAIR_ABOUT_PUSHES =
  'The devices, the app_id and pushkey of each, and the room of an event are all that has to be there. What else the ' +
  'API lists may be left out, and is of its type where it is sent; further fields are allowed.'

const FAIR_ABOUT_ANSWERS =
  'Only what every version requires has to be there, and further fields are allowed. Of a refusal with a 4xx status ' +
  'nothing but its errcode is asked for, which every error of the API has; answers with a 5xx status are passed over.'

/** A case about the answers to one operation, which a fault of these answers turns red. */
function responsesOf(operationId: OperationId, title: string, caughtBy: string) {
  return { ...schemaCase(operationId, title, FAIR_ABOUT_ANSWERS), caughtBy: [caughtBy] }
}

/** The shape of everything that passed in the run, operation by operation. */
export const schema = [
  {
    ...schemaCase(
      NOTIFY_OPERATION,
      'Every request to the push gateway follows the schema of the push gateway API',
      FAIR_ABOUT_PUSHES,
    ),
    caughtBy: ['gateway.prio-invalid', 'gateway.data-null'],
  },
  responsesOf('getPushers', 'Every list of pushers follows its schema', 'schema.get-pushers-without-lang'),
  responsesOf('setPusher', 'Every answer to setting a pusher follows its schema', 'schema.set-pusher-as-list'),
  responsesOf('getPushRules', 'Every list of push rules follows its schema', 'schema.get-push-rules-without-enabled'),
  responsesOf(
    'getGlobalPushRules',
    'Every global list of push rules follows its schema',
    'schema.get-global-push-rules-without-enabled',
  ),
  responsesOf(
    'getPushRule',
    'Every push rule that was read alone follows its schema',
    'schema.get-push-rule-without-default',
  ),
  responsesOf('putPushRule', 'Every answer to putting a push rule follows its schema', 'schema.put-push-rule-as-list'),
  responsesOf(
    'getPushRuleEnabled',
    'Every answer about whether a push rule is enabled follows its schema',
    'schema.get-push-rule-enabled-as-text',
  ),
  responsesOf(
    'putPushRuleEnabled',
    'Every answer to enabling a push rule follows its schema',
    'schema.put-push-rule-enabled-as-list',
  ),
  responsesOf(
    'getPushRuleActions',
    'All actions of a push rule that were read alone follow their schema',
    'schema.get-push-rule-actions-as-text',
  ),
  responsesOf(
    'putPushRuleActions',
    'Every answer to setting the actions of a push rule follows its schema',
    'schema.put-push-rule-actions-as-list',
  ),
  responsesOf(
    'deletePushRule',
    'Every answer to deleting a push rule follows its schema',
    'schema.delete-push-rule-as-list',
  ),
  responsesOf(
    'getNotifications',
    'Every list of notifications follows its schema',
    'schema.get-notifications-without-read',
  ),
  responsesOf('postReceipt', 'Every answer to a read receipt follows its schema', 'schema.post-receipt-as-list'),
  responsesOf(
    'postReadMarkers',
    'Every answer to setting read markers follows its schema',
    'schema.post-read-markers-as-list',
  ),
  responsesOf(
    'getAccountData',
    'All account data that was read alone follows its schema',
    'schema.get-account-data-as-list',
  ),
  responsesOf(
    'putAccountData',
    'Every answer to writing account data follows its schema',
    'schema.put-account-data-as-list',
  ),
  responsesOf('sync', 'Every answer of /sync follows its schema', 'schema.sync-next-batch-as-number'),
]
