import { plural } from '../../../common/text.ts'
import type { Traffic } from '../evidence/traffic.ts'
import { type Case, defineCase } from './case.ts'
import { Mismatch, NotApplicable } from './errors.ts'
import { kebabCase, schemaCaseId } from './operations.ts'

/**
 * Defines a case that checks every exchange of one operation against its schema, after all other cases.
 *
 * A wrong shape appears in many cases at once. Here it is reported once, with the case in which it appeared first. Other
 * cases fail only if they cannot continue with such a response.
 *
 * @param operationId the OpenAPI operation ID, such as `putPushRule`
 * @param title one sentence that says what the case shows
 * @param fairness the freedom that the schema leaves to the target
 */
export function schemaCase(operationId: string, title: string, fairness: string): Case {
  return defineCase({
    id: schemaCaseId(operationId),
    title,
    verifies: [`schema.${kebabCase(operationId)}`],
    fairness,
    runsLast: true,
    async run({ traffic }) {
      checkShapes(traffic, operationId)
    },
  })
}

/**
 * Checks that the target has an operation, and that no exchange of it violates its schema.
 *
 * @throws {Mismatch} when the target does not have it, or an exchange does
 * @throws {NotApplicable} when there was no exchange
 */
export function checkShapes(traffic: Traffic, operationId: string): void {
  const missing = traffic.missingOperation(operationId)
  if (missing !== undefined) {
    const { endpoint, found, times, firstSeenIn } = missing
    throw new Mismatch(
      `Expected the target to have ${endpoint}, found ${found}: ${plural(times, 'request')} needed it, first in ${firstSeenIn}`,
    )
  }
  const checked = traffic.checked(operationId)
  if (checked === 0) throw new NotApplicable('No case of this run used the operation')
  const violations = traffic.violationsOf(operationId)
  if (violations.length === 0) return
  const list = violations.map(
    ({ violation, times, firstSeenIn }) => `${violation} (${times} times, first in ${firstSeenIn})`,
  )
  throw new Mismatch(`Expected ${checked} exchanges to conform to the schema, found violations: ${list.join('; ')}`, {
    violations: violations.map(({ violation }) => violation),
  })
}
