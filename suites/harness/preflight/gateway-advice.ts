import { TargetError, type TargetErrorCode } from '../case/errors.ts'

/** What lets the known servers reach a push gateway on loopback, by a word of the name that each gives itself. */
const ADDRESS_SETTINGS: Record<string, string> = {
  synapse:
    "Synapse: set ip_range_whitelist: ['127.0.0.0/8', '::1/128'] in homeserver.yaml (its default ip_range_blacklist keeps pushes from loopback and private addresses)",
  dendrite:
    'Dendrite: it accepts gateways over HTTPS only; set user_api.push_gateway_disable_tls_validation: true, or have it trust the ca.pem of --gateway-tls FOLDER',
  tuwunel: 'tuwunel: set ip_range_denylist = [] (its default keeps pushes from loopback and private addresses)',
  conduwuit: 'conduwuit: set ip_range_denylist = [] (its default keeps pushes from loopback and private addresses)',
}

const ADDRESS_ADVICE =
  'Check that the target can open connections to that address: where it runs elsewhere, give --gateway-listen and --gateway-url'

const CERTIFICATE_ADVICE = [
  "Keep the gateway's certificate with --gateway-tls FOLDER, and have the target trust the ca.pem in it",
  'Or leave --gateway-scheme out or set it to http, if the target takes plain HTTP',
]

/** The trouble of a target that cannot reach the gateway, with the setting to change: of this software, or of all that are known. */
export function gatewayErrorMessage(code: TargetErrorCode, message: string, software: string | undefined): TargetError {
  if (code === 'certificate') return new TargetError(code, message, CERTIFICATE_ADVICE)
  const name = software?.toLowerCase() ?? ''
  const known = Object.keys(ADDRESS_SETTINGS).find((word) => name.includes(word))
  const settings = known === undefined ? Object.values(ADDRESS_SETTINGS) : [ADDRESS_SETTINGS[known] ?? '']
  return new TargetError(code, message, [...settings, ADDRESS_ADVICE])
}
