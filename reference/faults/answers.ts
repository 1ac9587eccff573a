import type { RequestError } from '../homeserver/errors.ts'
import type { ApiPolicies, Asked } from '../homeserver/policies/api.ts'
import { responding } from './answering.ts'
import { type Fault, fault } from './fault.ts'

const RULES = /\/pushrules\//
const RECEIPTS = /\/(receipt|read_markers)(\/|$)/

const EVERYWHERE = [
  'authentication.push-rules',
  'authentication.notifications',
  'authentication.receipts',
  'pushers.authentication',
]
const UNKNOWN_RULE = ['rules.get-unknown', 'rules.delete-unknown', 'rules.enabled-unknown', 'rules.actions-unknown']

/** Faults of who may ask, and of the form of answers. */
export const ANSWER_FAULTS: readonly Fault[] = [
  fault(
    'authentication.push-rules-open',
    'authentication.push-rules',
    'Push rules need no access token',
    'api',
    open(RULES),
  ),
  fault(
    'authentication.pushers-open',
    'pushers.authentication',
    'Pushers need no access token',
    'api',
    open(/\/pushers(\/|$)/),
  ),
  fault(
    'authentication.notifications-open',
    'authentication.notifications',
    'The list of notifications needs no access token',
    'api',
    open(/\/notifications$/),
  ),
  fault(
    'authentication.receipts-open',
    'authentication.receipts',
    'Receipts and read markers need no access token',
    'api',
    open(RECEIPTS),
  ),
  fault(
    'authentication.forbidden-for-missing',
    EVERYWHERE,
    'A missing access token is answered with M_FORBIDDEN',
    'api',
    errcode('M_MISSING_TOKEN', 'M_FORBIDDEN'),
  ),
  fault(
    'authentication.forbidden-for-unknown',
    EVERYWHERE,
    'An unknown access token is answered with M_FORBIDDEN',
    'api',
    errcode('M_UNKNOWN_TOKEN', 'M_FORBIDDEN'),
  ),
  fault(
    'authentication.status-403',
    EVERYWHERE,
    'A missing or unknown access token is answered with status 403',
    'api',
    refusing(({ status }) => (status === 401 ? { status: 403 } : undefined)),
  ),
  fault(
    'authentication.query-ignored',
    'authentication.query',
    'The access token is taken from the Authorization header alone',
    'api',
    (correct) => ({
      token: (header) => correct.token(header, undefined),
    }),
  ),
  fault(
    'errors.unknown-endpoint-is-400',
    'errors.unknown-endpoint',
    'A request to an endpoint that there is not is answered with status 400',
    'api',
    refusing(({ status, errcode }) => (status === 404 && errcode === 'M_UNRECOGNIZED' ? { status: 400 } : undefined)),
  ),
  fault(
    'errors.wrong-method-is-404',
    'errors.wrong-method',
    'A request with a wrong method is answered with status 404',
    'api',
    refusing(({ status, errcode }) => (status === 405 && errcode === 'M_UNRECOGNIZED' ? { status: 404 } : undefined)),
  ),
  fault(
    'errors.unrecognized-as-unknown',
    ['errors.unknown-endpoint', 'errors.wrong-method'],
    'Unknown endpoints and wrong methods have the errcode M_UNKNOWN',
    'api',
    errcode('M_UNRECOGNIZED', 'M_UNKNOWN'),
  ),
  fault(
    'errors.not-json-as-bad-json',
    'errors.not-json',
    'A body that is no JSON has the errcode M_BAD_JSON',
    'api',
    errcode('M_NOT_JSON', 'M_BAD_JSON'),
  ),
  fault(
    'rules.unknown-is-400',
    UNKNOWN_RULE,
    'A rule that does not exist is answered with status 400',
    'api',
    refusing(({ status }, { path }) => (status === 404 && RULES.test(path) ? { status: 400 } : undefined)),
  ),
  fault(
    'rules.unknown-is-500',
    UNKNOWN_RULE,
    'A rule that does not exist is answered with status 500',
    'api',
    refusing(({ status }, { path }) => (status === 404 && RULES.test(path) ? { status: 500 } : undefined)),
  ),
  fault(
    'rules.unknown-as-empty',
    UNKNOWN_RULE,
    'A rule that does not exist is answered with an empty object',
    'api',
    refusing(({ status }, { path }) => (status === 404 && RULES.test(path) ? { status: 200, body: {} } : undefined)),
  ),
  fault(
    'rules.enabled-of-unknown-accepted',
    'rules.enabled-unknown',
    'Enabling a rule that does not exist succeeds',
    'api',
    refusing(({ status }, { path }) =>
      status === 404 && path.endsWith('/enabled') ? { status: 200, body: {} } : undefined,
    ),
  ),
  fault(
    'rules.actions-of-unknown-accepted',
    'rules.actions-unknown',
    'Setting the actions of a rule that does not exist succeeds',
    'api',
    refusing(({ status }, { path }) =>
      status === 404 && path.endsWith('/actions') ? { status: 200, body: {} } : undefined,
    ),
  ),
  fault(
    'rules.delete-of-unknown-accepted',
    'rules.delete-unknown',
    'Deleting a rule that does not exist succeeds',
    'api',
    refusing(({ status }, { method }) =>
      status === 404 && method === 'DELETE' ? { status: 200, body: {} } : undefined,
    ),
  ),
  fault(
    'rules.unknown-with-other-errcode',
    'rules.unknown-errcode',
    'A rule that does not exist has the errcode M_UNKNOWN',
    'api',
    errcode('M_NOT_FOUND', 'M_UNKNOWN'),
  ),
  fault(
    'rules.malformed-is-500',
    ['rules.actions-required', 'rules.slashes-refused', 'rules.dotted-ids-refused', 'rules.relative-to-unknown'],
    'A rule that has to be refused is answered with status 500',
    'api',
    refusing(({ status }, { method, path }) =>
      status === 400 && method === 'PUT' && RULES.test(path) ? { status: 500 } : undefined,
    ),
  ),
  fault(
    'rules.ids-decoded-twice',
    'rules.ids-escaped',
    'The percent-encoding of a rule ID is taken away twice',
    'api',
    () => ({ ruleId: decodedAgain }),
  ),
  fault('rules.ids-not-decoded', 'rules.ids-escaped', 'The percent-encoding of a rule ID stays in it', 'api', () => ({
    ruleId: encodeURIComponent,
  })),
  fault('rules.plus-as-space', 'rules.ids-escaped', 'A plus in a rule ID becomes a space', 'api', () => ({
    ruleId: (decoded) => decoded.replaceAll('+', ' '),
  })),
  fault(
    'rules.global-list-wrapped',
    'rules.list-global',
    'The global list of rules is under global once more',
    'api',
    responding('getGlobalPushRules', (global) => ({ global })),
  ),
  fault(
    'rules.read-alone-without-actions',
    'rules.read-alone',
    'A rule that is read alone has no actions',
    'api',
    responding('getPushRule', (rule) => ({ ...rule, actions: [] })),
  ),
  fault(
    'rules.read-alone-disabled',
    'rules.read-alone',
    'A rule that is read alone is always disabled',
    'api',
    responding('getPushRule', (rule) => ({ ...rule, enabled: false })),
  ),
  fault(
    'rules.enabled-read-inverted',
    'rules.enabled-set',
    'The endpoint for enabled says the opposite',
    'api',
    responding('getPushRuleEnabled', ({ enabled }) => ({ enabled: !enabled })),
  ),
  fault(
    'rules.actions-read-empty',
    'rules.actions-set',
    'The endpoint for actions always lists none',
    'api',
    responding('getPushRuleActions', () => ({ actions: [] })),
  ),
  fault(
    'account-data.rules-settable',
    ['account-data.not-settable', 'account-data.not-settable-in-room'],
    'Push rules can be written as account data',
    'api',
    (correct) => ({
      isWritable: (type, roomId) => type === 'm.push_rules' || correct.isWritable(type, roomId),
    }),
    { since: 'v1.10' },
  ),
  fault(
    'account-data.rules-settable-in-rooms',
    'account-data.not-settable-in-room',
    'Push rules can be written as account data of a room',
    'api',
    (correct) => ({
      isWritable: (type, roomId) => (type === 'm.push_rules' && roomId !== '') || correct.isWritable(type, roomId),
    }),
    { since: 'v1.10' },
  ),
  fault(
    'account-data.refused-with-403',
    ['account-data.not-settable', 'account-data.not-settable-in-room'],
    'Writing push rules as account data is refused with status 403',
    'api',
    refusing(({ status }, { path }) =>
      status === 405 && path.endsWith('/m.push_rules') ? { status: 403 } : undefined,
    ),
    { since: 'v1.10' },
  ),
  fault(
    'account-data.rules-not-readable',
    'account-data.read',
    'Account data is always read as empty',
    'api',
    responding('getAccountData', () => ({})),
    { since: 'v1.10' },
  ),
  fault(
    'account-data.open-to-everyone',
    'account-data.private',
    'Account data of others can be read and written',
    'api',
    () => ({ mayUseDataOf: () => true }),
    { since: 'v1.10' },
  ),
]

type ApiChange = (correct: ApiPolicies) => Partial<ApiPolicies>

/** Refuses some requests in another way. */
function refusing(
  change: (error: RequestError, asked: Asked) => { status: number; body?: object } | undefined,
): ApiChange {
  return (correct) => ({
    refusal: (error, asked) => ({ ...correct.refusal(error, asked), ...change(error, asked) }),
  })
}

/** Answers what needs an access token as if it had one. */
function open(paths: RegExp): ApiChange {
  return refusing(({ status }, { path }) =>
    status === 401 && paths.test(path) ? { status: 200, body: {} } : undefined,
  )
}

/** Says another errcode in the place of one. */
function errcode(right: string, wrong: string): ApiChange {
  return (correct) => ({
    refusal(error, asked) {
      const refusal = correct.refusal(error, asked)
      return error.errcode === right ? { ...refusal, body: { ...refusal.body, errcode: wrong } } : refusal
    },
  })
}

function decodedAgain(decoded: string): string {
  try {
    return decodeURIComponent(decoded)
  } catch {
    return decoded
  }
}
