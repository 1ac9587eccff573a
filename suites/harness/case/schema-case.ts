import type { Traffic } from '../evidence/traffic.ts'
import { type Case, defineCase } from './case.ts'
import { Mismatch, NotApplicable } from './errors.ts'

const PREFIX = 'schema/'

/** What the answers of push gateways are recorded as; `notify` are the requests of homeservers. */
export const NOTIFY_ANSWER = 'notifyAnswer'

/** The case that judges the answers of push gateways, in the area of these. */
export const NOTIFY_ANSWER_CASE = 'push-gateway/response-schema'

/**
 * A case that judges every exchange of one operation in the whole run by its schema, after all other cases.
 *
 * A shape error shows in many cases at once; here it is reported once, with the case that showed it first. Cases that
 * use such an answer fail by themselves where they cannot go on with it.
 *
 * @param fairness what of the shape is left to the target
 */
export function schemaCase(operationId: string, title: string, fairness: string): Case {
  return defineCase({
    id: schemaCaseId(operationId),
    title,
    verifies: [`schema.${kebab(operationId)}`],
    fairness,
    runsLast: true,
    async run({ traffic }) {
      judgeShapes(traffic, operationId)
    },
  })
}

/** Ends a case as not conformant when any exchange of an operation broke its schema. */
export function judgeShapes(traffic: Traffic, operationId: string): void {
  const checked = traffic.checked(operationId)
  if (checked === 0) throw new NotApplicable('No case of this run used the operation')
  const breaches = traffic.breaches(operationId)
  if (breaches.length === 0) return
  const list = breaches.map(
    ({ violation, times, firstSeenIn }) => `${violation} (${times} times, first in ${firstSeenIn})`,
  )
  throw new Mismatch(`Of ${checked} exchanges, some break the schema: ${list.join('; ')}`)
}

/** The id of the case that judges an operation by its schema. */
export function schemaCaseId(operationId: string): string {
  return operationId === NOTIFY_ANSWER ? NOTIFY_ANSWER_CASE : PREFIX + kebab(operationId)
}

/** `putPushRule` as ids are written: `put-push-rule`. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
