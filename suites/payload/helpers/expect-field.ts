import { quote } from '../../../common/text.ts'
import type { PushNotification } from '../../../spec/index.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expect, expectEqual } from '../../harness/case/expect.ts'

/** Requirement about the value of each field that describes the event. That a field is present is another one. */
const VALUE = {
  type: 'payload.type-and-sender',
  sender: 'payload.type-and-sender',
  sender_display_name: 'payload.sender-display-name',
  room_name: 'payload.room-name',
  room_alias: 'payload.room-alias',
  user_is_target: 'payload.user-is-target-value',
} as const

type Field = keyof typeof VALUE

/**
 * Expects a field of a notification to be present, which is what the case is about, and to have the right value, which the
 * case builds on.
 */
export function expectField(field: Field, notification: PushNotification, expected: unknown): void {
  const found = notification[field]
  const isPresent = found !== undefined && found !== null
  expect(isPresent, `Expected the ${field} to be ${quote(expected)}, found ${found === null ? 'null' : 'none'}`)
  expectEqual(`the ${field}`, found, expected, { buildsOn: [VALUE[field]] })
}

/** Notification and the value that a field of it has to have, if it is present; `when` names it in messages. */
export interface ExpectedValue {
  when: string
  notification: PushNotification
  expected: unknown
}

/**
 * Compares a field of those notifications that have it.
 *
 * @throws {NotApplicable} when none of them has it: homeservers may omit it
 */
export function expectValues(field: Field, ...values: readonly ExpectedValue[]): void {
  // Null instead of nothing is a matter of the schema
  const present = values.filter(({ notification }) => (notification[field] ?? undefined) !== undefined)
  if (present.length === 0) throw new NotApplicable(`No push of this case has a ${field}`)
  for (const { when, notification, expected } of present) {
    expectEqual(`the ${field} ${when}`, notification[field], expected)
  }
}
