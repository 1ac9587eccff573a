import { type Fault, fault } from './fault.ts'
import { changingErrcode, changingRefusal, withoutToken } from './helpers/responses.ts'

const RULES = /\/pushrules\//
const RECEIPTS = /\/(receipt|read_markers)(\/|$)/

const EVERYWHERE = [
  'authentication.push-rules',
  'authentication.notifications',
  'authentication.receipts',
  'authentication.pushers',
]

/** Faults of access tokens. */
export const AUTHENTICATION_FAULTS: readonly Fault[] = [
  fault({
    name: 'authentication.push-rules-open',
    breaks: ['authentication.push-rules'],
    summary: 'Push rules need no access token',
    changes: { errors: withoutToken(RULES) },
  }),
  fault({
    name: 'authentication.pushers-open',
    breaks: ['authentication.pushers'],
    summary: 'Pushers need no access token',
    changes: { errors: withoutToken(/\/pushers(\/|$)/) },
  }),
  fault({
    name: 'authentication.notifications-open',
    breaks: ['authentication.notifications'],
    summary: 'The list of notifications needs no access token',
    changes: { errors: withoutToken(/\/notifications$/) },
  }),
  fault({
    name: 'authentication.receipts-open',
    breaks: ['authentication.receipts'],
    summary: 'Receipts and read markers need no access token',
    changes: { errors: withoutToken(RECEIPTS) },
  }),
  fault({
    name: 'authentication.forbidden-for-missing',
    breaks: EVERYWHERE,
    summary: 'The response to a missing access token has the errcode M_FORBIDDEN',
    changes: { errors: changingErrcode('M_MISSING_TOKEN', 'M_FORBIDDEN') },
  }),
  fault({
    name: 'authentication.forbidden-for-unknown',
    breaks: EVERYWHERE,
    summary: 'The response to an unknown access token has the errcode M_FORBIDDEN',
    changes: { errors: changingErrcode('M_UNKNOWN_TOKEN', 'M_FORBIDDEN') },
  }),
  fault({
    name: 'authentication.status-403',
    breaks: EVERYWHERE,
    summary: 'The response to a missing or unknown access token has status 403',
    changes: { errors: changingRefusal(({ status }) => (status === 401 ? { status: 403 } : undefined)) },
  }),
  fault({
    name: 'authentication.query-ignored',
    breaks: ['authentication.query'],
    summary: 'An access token in the query is ignored',
    span: { until: 'draft' },
    changes: {
      authentication: (correct) => ({
        token: (header, _query, specVersion) => correct.token(header, undefined, specVersion),
      }),
    },
  }),
]
