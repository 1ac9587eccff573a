import { NEWEST, type SpecVersion } from '../../spec/index.ts'
import { createDelivery, type DeliverySettings } from '../delivery/index.ts'
import { faultyPolicies } from '../faults/index.ts'
import type { Log } from '../log.ts'
import { findVariant } from '../variants/index.ts'
import { type Accounts, listAccounts } from './accounts.ts'
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

/** Options for {@link createHomeserver}. */
export interface HomeserverOptions {
  /** Version of the specification to follow; default: the newest */
  specVersion?: SpecVersion
  /** Part of user IDs after the colon; default: that of the variant, or `localhost` */
  serverName?: string
  /**
   * Path of the SQLite file that stores everything; default: `:memory:`, which stores nothing. Whatever a successful
   * response confirms is on disk, including undelivered pushes, which are retried after a restart or crash: for each
   * pusher the latest 1,000 of the last 24 hours
   */
  data?: string
  /** Settings of the delivery to push gateways; its log is by default that of the homeserver */
  delivery?: DeliverySettings
  /** Ways to register accounts; default: open registration by `m.login.dummy` */
  registration?: Registration
  /** Cost of hashing a password; default: high if `data` is set, low in memory */
  passwordCost?: PasswordCost
  /** Maximum rate of requests of each user and address; default: unlimited */
  rateLimit?: RateLimit
  /** Name of a fault of `FAULTS` or `UNSPECIFIED_FAULTS`; default: none */
  fault?: string
  /** Name of a variant of `VARIANTS`, which the fault is added to; default: none */
  variant?: string
  /** Decisions that the variant and the fault change; default: those that follow the specification */
  policies?: Policies
  /** Called for every request, every problem with a delivery and every unexpected error; default: no log */
  log?: Log
}

/** Homeserver without a network port: a function from requests to responses. */
export interface Homeserver {
  /**
   * Handles a request.
   *
   * @param peer network peer that sent the request, if known
   */
  fetch(request: Request, peer?: Peer): Promise<Response>
  /** Returns the accounts with their pushers and their own push rules; at most `max`, the newest first. */
  accounts(max: number): Accounts
  /** Ends waiting requests, stops deliveries and closes the database. Further calls have no effect. */
  close(): Promise<void>
}

/**
 * Checks that a file can be used for `data`, and creates it if it does not exist.
 *
 * @throws {DataFileError} when it cannot be used
 */
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
  const base = options.policies ?? correctPolicies
  const varied = variant?.apply(base) ?? base
  const policies = options.fault === undefined ? varied : faultyPolicies(options.fault, varied)
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
  // Resumes the deliveries of an earlier process
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
    accounts: (max) => listAccounts(store, max),
    close() {
      closing ??= closeParts()
      return closing
    },
  }
}
