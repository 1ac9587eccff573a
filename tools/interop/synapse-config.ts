/** What a configuration of Synapse depends on. */
export interface SynapseConfigOptions {
  /** The TCP port to listen on, on 127.0.0.1 */
  port: number
  /** The directory for the database, the signing key and the media */
  directory: string
  /** Certificate and key (PEM files) to answer over HTTPS with; plain HTTP without them */
  tls?: { certFile: string; keyFile: string }
  /** The secret of Synapse's own registration endpoint */
  sharedSecret: string
  /** Keep Synapse's default: no request to loopback or private addresses, so that no push reaches a local gateway */
  blockPrivateAddresses: boolean
}

/** More than any suite asks for: Synapse has no switch that turns a rate limit off. */
const UNLIMITED = { per_second: 9999, burst_count: 9999 }

/**
 * The `homeserver.yaml` of a throw-away Synapse that answers on loopback only, talks to no other homeserver and lets
 * anyone register. Fit for tests and for nothing else.
 *
 * @returns the text of the file: JSON, which is YAML too
 */
export function synapseConfig(options: SynapseConfigOptions): string {
  const { port, directory, sharedSecret, blockPrivateAddresses, tls } = options
  const config = {
    server_name: 'localhost',
    listeners: [
      { port, bind_addresses: ['127.0.0.1'], type: 'http', tls: tls !== undefined, resources: [{ names: ['client'] }] },
    ],
    ...(tls === undefined ? {} : { tls_certificate_path: tls.certFile, tls_private_key_path: tls.keyFile }),
    database: { name: 'sqlite3', args: { database: `${directory}/homeserver.db` } },
    media_store_path: `${directory}/media`,
    signing_key_path: `${directory}/signing.key`,
    log_config: `${directory}/log.yaml`,
    report_stats: false,

    // Nothing leaves the machine: no key server is asked, no homeserver is federated with.
    trusted_key_servers: [],
    federation_domain_whitelist: [],

    // Both ways in that a suite may use: open registration, and the endpoint behind the shared secret.
    enable_registration: true,
    enable_registration_without_verification: true,
    registration_shared_secret: sharedSecret,
    macaroon_secret_key: sharedSecret,

    // The gateway of the suites listens on loopback, where Synapse sends nothing unless it is told to: a pusher is
    // still accepted, and its pushes are dropped without a word to the client.
    ...(blockPrivateAddresses ? {} : { ip_range_whitelist: ['127.0.0.0/8', '::1/128'] }),

    // The specification's `counts.unread` is the number of unread messages; Synapse counts rooms unless it is told so.
    push: { group_unread_count_by_room: false },

    // An initial /sync is otherwise answered from a cache for two minutes, with counts of the past.
    caches: { sync_response_cache_duration: 0 },

    // What costs time and what no suite looks at.
    presence: { enabled: false },
    enable_search: false,
    bcrypt_rounds: 4,

    rc_message: UNLIMITED,
    rc_registration: UNLIMITED,
    rc_registration_token_validity: UNLIMITED,
    rc_login: { address: UNLIMITED, account: UNLIMITED, failed_attempts: UNLIMITED },
    rc_joins: { local: UNLIMITED, remote: UNLIMITED },
    rc_joins_per_room: UNLIMITED,
    rc_invites: { per_room: UNLIMITED, per_user: UNLIMITED, per_issuer: UNLIMITED },
    rc_room_creation: UNLIMITED,
    rc_profile: UNLIMITED,
  }
  return JSON.stringify(config, null, 2)
}

/** Synapse's `log.yaml`: warnings and worse, to standard error, where the complaints of Python itself go too. */
export function synapseLogConfig(): string {
  return JSON.stringify({
    version: 1,
    formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s: %(message)s' } },
    handlers: { stderr: { class: 'logging.StreamHandler', formatter: 'line' } },
    root: { level: 'WARNING', handlers: ['stderr'] },
    disable_existing_loggers: false,
  })
}
