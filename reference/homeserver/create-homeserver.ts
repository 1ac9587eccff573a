import { NEWEST, type Profile } from '../../spec/index.ts'
import { createDelivery, type DeliveryOptions } from '../delivery/index.ts'
import { faultyPolicies } from '../faults/index.ts'
import { createApp } from './app.ts'
import { policies as correctPolicies } from './policies.ts'
import { removeRejected } from './push/end-pushers.ts'
import { createRulesets } from './push/rulesets.ts'
import type { Registration, Services } from './services.ts'
import { openStore } from './storage/store.ts'
import { createWaiters } from './sync/waiters.ts'

/** How a reference homeserver is to be. */
export interface HomeserverOptions {
  /** The version of the specification to follow; default: the newest */
  profile?: Profile
  /** The part of user IDs after the colon; default: `localhost` */
  serverName?: string
  /** Path of the SQLite file to keep everything in; default: `:memory:`, which keeps nothing */
  data?: string
  /** How push gateways are reached */
  delivery?: Omit<DeliveryOptions, 'onRejected'>
  /** How accounts are made; default: anyone may, by `m.login.dummy` */
  registration?: Registration
  /** The name of a fault of the catalogue to have; default: none */
  fault?: string
  /** Is told one line of text for every request and every unexpected error */
  log?(line: string): void
}

/** A homeserver as a function of requests. */
export interface Homeserver {
  fetch(request: Request): Promise<Response>
  /** Ends what waits, stops pushing and closes the database; may be called again. */
  close(): Promise<void>
}

/**
 * Creates a reference homeserver: minimal in features, complete in push.
 *
 * @throws when `fault` is not the name of a fault
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-notifications
 */
export function createHomeserver(options: HomeserverOptions = {}): Homeserver {
  const { profile = NEWEST, serverName = 'localhost', data = ':memory:', registration = {}, log = () => {} } = options
  const policies = options.fault === undefined ? correctPolicies : faultyPolicies(options.fault, correctPolicies)
  const store = openStore(data)
  const waiters = createWaiters()
  const onRejected = (pusherId: string) => removeRejected(services, pusherId)
  const services: Services = {
    profile,
    serverName,
    registration,
    policies,
    store,
    rulesets: createRulesets(store, policies, profile),
    delivery: createDelivery({ log, ...options.delivery, onRejected }),
    waiters,
  }
  const app = createApp(services, log)
  let closing: Promise<void> | undefined

  async function closeParts() {
    waiters.close()
    await services.delivery.close()
    store.close()
  }

  return {
    fetch: async (request) => app.fetch(request),
    close() {
      closing ??= closeParts()
      return closing
    },
  }
}
