import { NOTIFY_OPERATION } from '../harness/gateway.ts'
import { schemaCase } from '../harness/schema-case.ts'

/** The shape of everything that passed in the run, operation by operation. */
export const schema = [
  schemaCase(NOTIFY_OPERATION, 'Every request to the push gateway follows the schema of the push gateway API'),
  schemaCase('getPushers', 'Every list of pushers follows its schema'),
  schemaCase('setPusher', 'Every answer to setting a pusher follows its schema'),
  schemaCase('getPushRules', 'Every list of push rules follows its schema'),
  schemaCase('getGlobalPushRules', 'Every global list of push rules follows its schema'),
  schemaCase('getPushRule', 'Every push rule that was read alone follows its schema'),
  schemaCase('putPushRule', 'Every answer to putting a push rule follows its schema'),
  schemaCase('getPushRuleEnabled', 'Every answer about whether a push rule is enabled follows its schema'),
  schemaCase('putPushRuleEnabled', 'Every answer to enabling a push rule follows its schema'),
  schemaCase('getPushRuleActions', 'All actions of a push rule that were read alone follow their schema'),
  schemaCase('putPushRuleActions', 'Every answer to setting the actions of a push rule follows its schema'),
  schemaCase('deletePushRule', 'Every answer to deleting a push rule follows its schema'),
  schemaCase('getNotifications', 'Every list of notifications follows its schema'),
  schemaCase('postReceipt', 'Every answer to a read receipt follows its schema'),
  schemaCase('postReadMarkers', 'Every answer to setting read markers follows its schema'),
  schemaCase('getAccountData', 'All account data that was read alone follows its schema'),
  schemaCase('putAccountData', 'Every answer to writing account data follows its schema'),
  schemaCase('sync', 'Every answer of /sync follows its schema'),
]
