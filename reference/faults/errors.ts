import { type Fault, fault } from './fault.ts'
import { changingErrcode, changingRefusal } from './helpers/responses.ts'

/** Faults of error responses. */
export const ERRORS_FAULTS: readonly Fault[] = [
  fault({
    name: 'errors.unknown-endpoint-is-400',
    breaks: ['errors.unknown-endpoint'],
    summary: 'The response to a request to an unknown endpoint has status 400',
    changes: {
      errors: changingRefusal(({ status, errcode }) =>
        status === 404 && errcode === 'M_UNRECOGNIZED' ? { status: 400 } : undefined,
      ),
    },
  }),
  fault({
    name: 'errors.wrong-method-is-404',
    breaks: ['errors.wrong-method'],
    summary: 'The response to a request with a wrong method has status 404',
    changes: {
      errors: changingRefusal(({ status, errcode }) =>
        status === 405 && errcode === 'M_UNRECOGNIZED' ? { status: 404 } : undefined,
      ),
    },
  }),
  fault({
    name: 'errors.unrecognized-as-unknown',
    breaks: ['errors.unknown-endpoint', 'errors.wrong-method'],
    summary: 'Unknown endpoints and wrong methods have the errcode M_UNKNOWN',
    changes: { errors: changingErrcode('M_UNRECOGNIZED', 'M_UNKNOWN') },
  }),
  fault({
    name: 'errors.not-json-as-bad-json',
    breaks: ['errors.not-json'],
    summary: 'The response to a body that is not JSON has the errcode M_BAD_JSON',
    changes: { errors: changingErrcode('M_NOT_JSON', 'M_BAD_JSON') },
  }),
  fault({
    name: 'errors.after-last-is-500',
    breaks: ['errors.no-server-error'],
    summary: 'The response to putting an existing rule after the last one of its kind has status 500',
    changes: {
      rulesApi: (correct) => ({
        put(rules, rule, position) {
          const isLast = position.before === undefined && position.after === rules.at(-1)?.rule_id
          if (isLast && rules.length > 0 && rules.some(({ rule_id }) => rule_id === rule.rule_id))
            throw new RangeError('There is no rule after the last one')
          return correct.put(rules, rule, position)
        },
      }),
    },
  }),
]
