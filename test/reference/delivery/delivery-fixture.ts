import type { Test } from 'tap'
import { createDelivery, type Delivery, type DeliveryOptions } from '../../../reference/delivery/index.ts'
import { type PushQueueStore, pushQueueStore } from '../../../reference/homeserver/storage/push-queue.ts'
import { SCHEMA } from '../../../reference/homeserver/storage/schema.ts'
import type { LogEntry } from '../../../reference/log.ts'
import { openDatabase } from '../../../reference/storage/database.ts'
import type { NotifyRequest } from '../../../spec/index.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { startTestGateway, type TestGateway } from './test-gateway.ts'

/** Push request to queue. */
export interface TestPush {
  pusherId: number
  url: string
  pushkey: string
  isBadge: boolean
  body: NotifyRequest
}

/** Delivery under test with its environment, which is closed when the test ends. */
export interface DeliveryFixture {
  gateway: TestGateway
  delivery: Delivery
  queue: PushQueueStore
  clock: FakeClock

  /** Rejected pushers, as `pusherId pushkeys` */
  rejected: string[]
  entries: LogEntry[]

  /** Texts of the warnings and errors in the log */
  log: string[]

  /** Queues the push of an event, by default for pusher 1 at the gateway. */
  push(eventId: string, changes?: Partial<TestPush>): void
}

/** Creates a delivery. It removes a rejected pusher with its queued requests, as the homeserver does. */
export async function createDeliveryFixture(t: Test, options: Partial<DeliveryOptions> = {}): Promise<DeliveryFixture> {
  const gateway = await startTestGateway()
  const clock = createFakeClock()
  const database = openDatabase(':memory:', SCHEMA)
  const queue = pushQueueStore(database)
  const rejected: string[] = []
  const entries: LogEntry[] = []
  const log: string[] = []
  const delivery: Delivery = createDelivery({
    allowHttp: true,
    allowPrivateAddresses: true,
    queue,
    clock,
    random: () => 0,
    onRejected(pusherId, pushkeys) {
      rejected.push(`${pusherId} ${pushkeys}`)
      queue.removeOf(pusherId)
      delivery.drop(pusherId)
    },
    log(entry) {
      entries.push(entry)
      if (entry.level !== 'info') log.push(entry.text)
    },
    ...options,
  })
  t.teardown(async () => {
    await delivery.close()
    await gateway.close()
    database.close()
  })
  const push: DeliveryFixture['push'] = (eventId, changes = {}) => {
    const defaults: TestPush = { pusherId: 1, url: gateway.url, pushkey: 'key', isBadge: false, body: pushOf(eventId) }
    const { body, ...request } = { ...defaults, ...changes }
    queue.add({ ...request, body: JSON.stringify(body), queuedAt: clock.now() })
    delivery.wake([request.pusherId])
  }
  return { gateway, delivery, queue, clock, rejected, entries, log, push }
}

/** Creates the body of a push of an event. */
export function pushOf(eventId: string): NotifyRequest {
  return { notification: { event_id: eventId, devices: [{ app_id: 'org.example.app', pushkey: 'key' }] } }
}

/** Returns the ID of the event of a push. */
export function eventIdIn({ body }: { body: string }): unknown {
  return (JSON.parse(body) as NotifyRequest).notification.event_id
}
