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

/** Creates the error for a target that cannot reach the push receiver, with the settings of its software, or of all known ones. */
export function gatewayError(code: TargetErrorCode, message: string, software: string | undefined): TargetError {
  if (code === 'certificate') return new TargetError(code, message, CERTIFICATE_ADVICE)
  const name = software?.toLowerCase() ?? ''
  const known = Object.keys(ADDRESS_SETTINGS).find((word) => name.includes(word))
  const settings = known === undefined ? Object.values(ADDRESS_SETTINGS) : [ADDRESS_SETTINGS[known] ?? '']
  return new TargetError(code, message, [...settings, ADDRESS_ADVICE])
}
