/** Settings of a configuration of Synapse. */
export interface SynapseConfigOptions {
  /** TCP port of 127.0.0.1 to listen on */
  port: number
  /** Directory for the database, the signing key and the media */
  directory: string
  /** Certificate and key (PEM files) for HTTPS; plain HTTP without them */
  tls?: { certFile: string; keyFile: string }
  /** Secret of Synapse's own registration endpoint */
  sharedSecret: string
  /** Keep Synapse's default, which blocks requests to loopback and private addresses */
  blockPrivateAddresses: boolean
}

/** Higher than any suite needs: Synapse has no switch that turns a rate limit off. */
const UNLIMITED = { per_second: 9999, burst_count: 9999 }

/**
 * Returns the `homeserver.yaml` of a throw-away Synapse for tests: it listens on loopback only, does not federate and
 * lets anyone register. The file is JSON, which is also YAML.
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

    // Nothing leaves the machine: no key servers, no federation.
    trusted_key_servers: [],
    federation_domain_whitelist: [],

    // Both ways to register: open registration, and the endpoint with the shared secret.
    enable_registration: true,
    enable_registration_without_verification: true,
    registration_shared_secret: sharedSecret,
    macaroon_secret_key: sharedSecret,

    // Plexor's gateway listens on loopback, which Synapse blocks by default: it accepts the pusher and silently drops
    // its pushes.
    ...(blockPrivateAddresses ? {} : { ip_range_whitelist: ['127.0.0.0/8', '::1/128'] }),

    // The specification's `counts.unread` is the number of unread messages; Synapse counts rooms by default.
    push: { group_unread_count_by_room: false },

    // Otherwise an initial /sync comes from a cache for two minutes, with outdated counts.
    caches: { sync_response_cache_duration: 0 },

    // Not tested, and slow. Nobody else is there to federate with.
    presence: { enabled: false },
    enable_search: false,
    stats: { enabled: false },
    send_federation: false,
    update_user_directory: false,
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

/** Returns Synapse's `log.yaml`: warnings and worse, to standard error, like the errors of Python itself. */
export function synapseLogConfig(): string {
  return JSON.stringify({
    version: 1,
    formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s: %(message)s' } },
    handlers: { stderr: { class: 'logging.StreamHandler', formatter: 'line' } },
    root: { level: 'WARNING', handlers: ['stderr'] },
    disable_existing_loggers: false,
  })
}
