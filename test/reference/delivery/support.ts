import type { Test } from 'tap'
import {
  createDelivery,
  type Delivery,
  type DeliveryOptions,
  type PushRequest,
} from '../../../reference/delivery/index.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { startGateway, type TestGateway } from './gateway.ts'

/** What a test of the delivery works with; all of it is closed when the test ends. */
export interface Bench {
  gateway: TestGateway
  delivery: Delivery
  clock: FakeClock
  /** The pushers that were rejected, as `pusherId pushkey` */
  rejected: string[]
  log: string[]
  /** Queues the push of an event, by default for the pusher `p` at the gateway. */
  push(eventId: string, changes?: Partial<PushRequest>): void
}

export async function createBench(t: Test, options: Partial<DeliveryOptions> = {}): Promise<Bench> {
  const gateway = await startGateway()
  const clock = createFakeClock()
  const rejected: string[] = []
  const log: string[] = []
  const delivery = createDelivery({
    allowHttp: true,
    allowPrivateAddresses: true,
    clock,
    random: () => 0,
    onRejected: (pusherId, pushkey) => rejected.push(`${pusherId} ${pushkey}`),
    log: (line) => log.push(line),
    ...options,
  })
  t.teardown(async () => {
    await delivery.close()
    await gateway.close()
  })
  const push: Bench['push'] = (eventId, changes = {}) =>
    delivery.enqueue({ pusherId: 'p', url: gateway.url, pushkey: 'key', body: pushOf(eventId), ...changes })
  return { gateway, delivery, clock, rejected, log, push }
}

export function pushOf(eventId: string): PushRequest['body'] {
  return { notification: { event_id: eventId, devices: [{ app_id: 'org.example.app', pushkey: 'key' }] } }
}

/** The event that a push is about. */
export function eventIdIn({ body }: { body: string }): unknown {
  return (JSON.parse(body) as PushRequest['body']).notification.event_id
}
