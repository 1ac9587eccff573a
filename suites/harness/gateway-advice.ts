import { TargetTrouble, type TroubleCode } from './errors.ts'

/** What lets each of the known servers reach a push gateway on loopback, by a word of the name it gives itself. */
const SETTINGS: Record<string, string[]> = {
  synapse: [
    "Synapse: set ip_range_whitelist: ['127.0.0.0/8', '::1/128'] in homeserver.yaml (its default ip_range_blacklist keeps pushes from loopback and private addresses)",
    'Synapse: it verifies certificates, so let it use plain HTTP or trust the authority that --gateway-tls keeps',
  ],
  dendrite: [
    'Dendrite: it accepts gateways over HTTPS only; set user_api.push_gateway_disable_tls_validation: true, or trust the authority that --gateway-tls keeps',
  ],
  tuwunel: ['tuwunel: set ip_range_denylist = [] (its default keeps pushes from loopback and private addresses)'],
  conduwuit: ['conduwuit: set ip_range_denylist = [] (its default keeps pushes from loopback and private addresses)'],
}

const GENERAL =
  'Check that the target can open connections to that address: where it runs elsewhere, give --gateway-listen and --gateway-url'

/** The trouble of a target that cannot reach the gateway, with the setting to change: of this software, or of all that are known. */
export function gatewayTrouble(code: TroubleCode, message: string, software: string | undefined): TargetTrouble {
  const name = software?.toLowerCase() ?? ''
  const known = Object.keys(SETTINGS).find((word) => name.includes(word))
  const settings = known === undefined ? Object.values(SETTINGS).flat() : SETTINGS[known]
  return new TargetTrouble(code, message, [...(settings ?? []), GENERAL])
}
