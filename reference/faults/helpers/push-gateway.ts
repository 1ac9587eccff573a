import type { PushGatewayPolicies } from '../../gateway/policies.ts'
import type { PushNotification } from '../../gateway/push.ts'
import type { PushOutcome } from '../../gateway/push-provider.ts'
import { RequestError } from '../../request-error.ts'

type PushGatewayChange = (correct: PushGatewayPolicies) => Partial<PushGatewayPolicies>

/** Changes the list of rejected pushkeys in responses. */
export function changingRejected(change: (rejected: readonly string[]) => unknown): PushGatewayChange {
  return ({ response }) => ({
    response(outcomes) {
      const right = response(outcomes)
      const rejected = right.body.rejected as readonly string[] | undefined
      return rejected === undefined ? right : { ...right, body: { rejected: change(rejected) } }
    },
  })
}

/** Refuses notifications that lack something optional. */
export function requiring(has: (notification: PushNotification) => boolean): PushGatewayChange {
  return ({ read }) => ({
    read(text) {
      const request = read(text)
      if (has(request.notification)) return request
      throw new RequestError(400, 'M_BAD_JSON', 'The notification lacks a field')
    },
  })
}

/** Drops notifications, and reports them as sent. */
export function dropping(isDropped: (notification: PushNotification) => boolean): PushGatewayChange {
  return () => ({
    deliver: async ({ notification }, send) => (isDropped(notification) ? { result: 'sent' } : await send()),
  })
}

/** Changes the outcomes of pushes. */
export function changingOutcome(change: (outcome: PushOutcome) => PushOutcome): PushGatewayChange {
  return () => ({ deliver: async (_, send) => change(await send()) })
}
