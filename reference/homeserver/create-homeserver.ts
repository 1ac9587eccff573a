import { NEWEST, type SpecVersion } from '../../spec/index.ts'
import { createDelivery, type DeliverySettings } from '../delivery/index.ts'
import { faultyPolicies } from '../faults/index.ts'
import type { Log } from '../log.ts'
import { findVariant } from '../variants/index.ts'
import { createApp } from './app.ts'
import type { Peer } from './auth.ts'
import { CHEAP_COST, type PasswordCost, SAFE_COST } from './passwords.ts'
import { policies as correctPolicies, type Policies } from './policies/index.ts'
import { removeRejected } from './push/end-pushers.ts'
import { createRulesets } from './push/rulesets.ts'
import { createRateLimiter, type RateLimit } from './rate-limit.ts'
import type { Registration, Services } from './services.ts'
import { openStore } from './storage/store.ts'
import { createTyping } from './sync/typing.ts'
import { createWaiters } from './sync/waiters.ts'

/** How a reference homeserver is to be. */
export interface HomeserverOptions {
  /** The version of the specification to follow; default: the newest */
  specVersion?: SpecVersion
  /** The part of user IDs after the colon; default: that of the variant, or `localhost` */
  serverName?: string
  /**
   * Path of the SQLite file to keep everything in; default: `:memory:`, which keeps nothing. What was answered with
   * success is on the disk by then, and undelivered notifications are among it
   */
  data?: string
  /** How push gateways are reached; its log is by default that of the homeserver */
  delivery?: DeliverySettings
  /** How accounts are made; default: anyone may, by `m.login.dummy` */
  registration?: Registration
  /** What hashing a password costs; default: dear when `data` is kept, cheap in memory */
  passwordCost?: PasswordCost
  /** How many requests each user and address may make; default: any number */
  rateLimit?: RateLimit
  /** The name of a fault of the catalogue to have; default: none */
  fault?: string
  /** The name of a variant of the catalogue to be, before the fault if any; default: none */
  variant?: string
  /** The decisions that the fault, if any, is put into; default: those that the specification wants */
  policies?: Policies
  /** Is told of every request and every unexpected error */
  log?: Log
}

/** A homeserver as a function of requests. */
export interface Homeserver {
  /** @param peer where the request comes from, as far as that is known */
  fetch(request: Request, peer?: Peer): Promise<Response>
  /** Ends what waits, stops pushing and closes the database; may be called again. */
  close(): Promise<void>
}

/** Throws `DataFileError` when a file cannot be used for `data`; makes it where there is none. */
export function assertDataFile(file: string): void {
  openStore(file).close()
}

/**
 * Creates a reference homeserver: minimal in features, complete in push.
 *
 * @throws {TypeError} when `fault` is not the name of a fault, or `variant` not that of a variant
 * @throws {DataFileError} when the file of `data` cannot be used
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-notifications
 */
export function createHomeserver(options: HomeserverOptions = {}): Homeserver {
  const variant = options.variant === undefined ? undefined : findVariant(options.variant)
  const { specVersion = NEWEST, serverName = variant?.serverName ?? 'localhost', data = ':memory:' } = options
  const { registration = {}, log = () => {} } = options
  const wanted = options.policies ?? correctPolicies
  const given = variant?.apply(wanted) ?? wanted
  const policies = options.fault === undefined ? given : faultyPolicies(options.fault, given)
  const store = openStore(data)
  const waiters = createWaiters()
  const typing = createTyping(store, waiters)
  const services: Services = {
    specVersion,
    serverName,
    registration,
    passwordCost: options.passwordCost ?? (data === ':memory:' ? CHEAP_COST : SAFE_COST),
    rateLimiter: createRateLimiter(options.rateLimit),
    policies,
    store,
    rulesets: createRulesets(store, policies, specVersion),
    delivery: createDelivery({
      log,
      ...options.delivery,
      policies: policies.delivery,
      queue: store.pushQueue,
      onRejected: (pusherId, pushkeys) => removeRejected(services, pusherId, pushkeys),
    }),
    waiters,
    typing,
    log,
  }
  const app = createApp(services, log)
  const response = async (request: Request, peer: Peer = {}) => app.fetch(request, peer)
  // What an earlier process has not delivered
  services.delivery.wake(store.pushQueue.pusherIds())
  let closing: Promise<void> | undefined

  async function closeParts() {
    waiters.close()
    typing.close()
    await services.delivery.close()
    store.close()
  }

  return {
    fetch: variant?.wrap(response) ?? response,
    close() {
      closing ??= closeParts()
      return closing
    },
  }
}
