import { TargetError, type TargetErrorCode } from '../case/errors.ts'

/** Settings that let known servers reach a push gateway on loopback, by a word of the server's name. */
const ADDRESS_SETTINGS: Record<string, string> = {
  synapse:
    "Synapse: set ip_range_whitelist: ['127.0.0.0/8', '::1/128'] in homeserver.yaml (its default ip_range_blacklist blocks pushes to loopback and private addresses)",
  dendrite:
    'Dendrite: it only accepts gateways over HTTPS; set user_api.push_gateway_disable_tls_validation: true, or let it trust the ca.pem of --gateway-tls FOLDER',
  tuwunel: 'tuwunel: set ip_range_denylist = [] (its default blocks pushes to loopback and private addresses)',
  conduwuit: 'conduwuit: set ip_range_denylist = [] (its default blocks pushes to loopback and private addresses)',
}

const ADDRESS_ADVICE =
  'Check that the target can connect to that address; if it runs on another machine, set --gateway-listen and --gateway-url'

const CERTIFICATE_ADVICE = [
  "Save the gateway's certificate with --gateway-tls FOLDER, and let the target trust the ca.pem in it",
  'Or omit --gateway-scheme or set it to http, if the target accepts plain HTTP',
]

const FAILURE_ADVICE =
  'Look into the log of the target: the request is well-formed, so no setting of Plexor can change the response'

const SCHEME_ADVICE =
  'If the target accepts only gateways over HTTPS, or only over HTTP, let Plexor offer that with --gateway-scheme'

/** Response to a request that sets a pusher, if that was refused. */
export interface PusherRefusal {
  /** Scheme of the gateway URL */
  scheme: string
  status: number
  /** Errcode of the response, of any type; undefined if it has none */
  errcode: unknown
  /** Status and body, for people */
  found: string
}

/** Creates the error for a target that accepts no pusher at the push receiver, with advice about how it refuses them. */
export function refusalError(refusals: readonly PusherRefusal[], software: string | undefined): TargetError {
  const found = refusals.map((refusal) => `over ${refusal.scheme} it returns ${refusal.found}`).join(', ')
  if (refusals.every(({ status }) => status >= 500)) {
    // The others are the statuses of a proxy, or of a target without capacity
    const isItsOwn = refusals.some(({ status }) => ![502, 503, 504].includes(status))
    return new TargetError(
      isItsOwn ? 'pusher-failed' : 'pusher-refused',
      `The target fails to set a pusher: ${found}`,
      [FAILURE_ADVICE],
    )
  }
  if (refusals.every(isMissingEndpoint)) {
    return new TargetError('pusher-refused', `The target does not have POST /pushers/set: ${found}`, [
      'Without pushers, nothing about push can be tested; check that the target supports the push module, and that the URL leads to it',
    ])
  }
  const message = `The target refuses every pusher at Plexor's gateway: ${found}`
  const { advice } = gatewayError('pusher-refused', message, software)
  return new TargetError('pusher-refused', message, [...advice, SCHEME_ADVICE])
}

function isMissingEndpoint({ status, errcode }: PusherRefusal): boolean {
  return (status === 404 || status === 405) && (errcode === undefined || errcode === 'M_UNRECOGNIZED')
}

/** Creates the error for a target that cannot reach the push receiver, with the settings of its software, or of all known ones. */
export function gatewayError(code: TargetErrorCode, message: string, software: string | undefined): TargetError {
  if (code === 'certificate') return new TargetError(code, message, CERTIFICATE_ADVICE)
  const name = software?.toLowerCase() ?? ''
  const known = Object.keys(ADDRESS_SETTINGS).find((word) => name.includes(word))
  const settings = known === undefined ? Object.values(ADDRESS_SETTINGS) : [ADDRESS_SETTINGS[known] ?? '']
  return new TargetError(code, message, [...settings, ADDRESS_ADVICE])
}
