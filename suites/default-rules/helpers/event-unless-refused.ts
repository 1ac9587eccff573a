import { Inconclusive, NotApplicable } from '../../harness/case/errors.ts'
import type { CheckedResponse } from '../../harness/target/client.ts'

/**
 * Returns the ID of an event that the target is allowed to refuse, from its response.
 *
 * @param what names the event in messages
 * @throws {NotApplicable} when the target has refused the event
 */
export function eventUnlessRefused(what: string, { status, body }: Pick<CheckedResponse, 'status' | 'body'>): string {
  if (status >= 400 && status < 500) throw new NotApplicable(`The target refuses ${what}: status ${status}`)
  if (status !== 200) throw new Inconclusive(`Expected the target to accept or refuse ${what}, found status ${status}`)
  return (body as { event_id: string }).event_id
}
