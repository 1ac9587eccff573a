import { quote } from '../../../common/text.ts'
import { TargetError } from '../case/errors.ts'
import { type GatewayAddress, gatewayAddress } from './gateway-address.ts'

/** Facts on which advice about the way from the target to Plexor's gateway depends. */
export interface GatewayContext {
  /** Gateway URLs that the target was given */
  urls: readonly string[]
  /** Software that the target names; undefined if it names none */
  software: string | undefined
}

/** Settings that let known servers reach a push gateway at a range that they block by default, by a word of their name. */
const RANGE_SETTINGS: Record<string, (ranges: string) => string> = {
  synapse: (ranges) =>
    `Synapse: set ip_range_whitelist: [${ranges}] in homeserver.yaml (its default ip_range_blacklist blocks pushes to that)`,
  tuwunel: (ranges) =>
    `tuwunel: set ip_range_denylist = [], or remove ${ranges} from it (its default blocks pushes to that)`,
  conduwuit: (ranges) =>
    `conduwuit, Continuwuity: set ip_range_denylist = [], or remove ${ranges} from it (its default blocks pushes to that)`,
}

/** Words of the names of servers that have the settings of a known one, with the word of that one. */
const SAME_SETTINGS: Record<string, string> = { continuwuity: 'conduwuit' }

/** The settings of these servers about ranges, for a host whose address only the target knows. */
const SETTING_NAMES: Record<string, string> = {
  synapse: 'Synapse: ip_range_whitelist',
  tuwunel: 'tuwunel: ip_range_denylist',
  conduwuit: 'conduwuit, Continuwuity: ip_range_denylist',
}

const TRUST_CA = "Save the gateway's certificate with --gateway-tls FOLDER, and let the target trust the ca.pem in it"

const OFFER_HTTP =
  'If the target accepts plain HTTP, offer that: leave out --gateway-scheme, or use a --gateway-url with http'

const OFFER_HTTPS =
  'If the target accepts only gateways over HTTPS (Dendrite does), offer that: leave out --gateway-scheme, or use a --gateway-url with https'

const LET_HTTP =
  'Or let it accept gateways over plain HTTP, if it has a setting for that (plexor serve homeserver: --allow-http)'

const DENDRITE_TLS = 'Or, for Dendrite, set user_api.push_gateway_disable_tls_validation: true'

const FAILURE_ADVICE =
  'Look into the log of the target: the request is well-formed, so no setting of Plexor can change the response'

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
export function refusalError(refusals: readonly PusherRefusal[], context: GatewayContext): TargetError {
  const found = refusals.map((refusal) => `over ${refusal.scheme} it returns ${refusal.found}`).join(', ')
  const failures = refusals.filter(({ status }) => status >= 500)
  // The others are the statuses of a proxy, or of a target without capacity
  if (failures.some(({ status }) => ![502, 503, 504].includes(status))) {
    return new TargetError('pusher-failed', `The target fails to set a pusher: ${found}`, [FAILURE_ADVICE])
  }
  if (failures.length > 0) {
    return new TargetError('pusher-refused', `The target fails to set a pusher: ${found}`, [
      'Check that the target is running, if a proxy before it responds, and look into its log',
    ])
  }
  if (refusals.every(isMissingEndpoint)) {
    return new TargetError('pusher-refused', `The target does not have POST /pushers/set: ${found}`, [
      'Without pushers, nothing about push can be tested; check that the target supports the push module, and that the URL leads to it',
    ])
  }
  const message = `The target refuses every pusher at Plexor's gateway: ${found}`
  return new TargetError('pusher-refused', message, refusalAdvice(refusals, context))
}

/** Only a status that refuses what the request says can be about the address or the scheme of the gateway. */
function refusalAdvice(refusals: readonly PusherRefusal[], context: GatewayContext): string[] {
  if (refusals.some(({ status }) => status === 429)) {
    return ['Raise the rate limits of the target while it is tested']
  }
  if (!refusals.some(({ status, errcode }) => status === 403 || (status === 400 && errcode !== 'M_MISSING_PARAM'))) {
    return [FAILURE_ADVICE]
  }
  return [...schemeAdvice(refusals), ...addressAdvice(context)]
}

/** Returns the advice to offer the other scheme, if one alone was tried. */
function schemeAdvice(refusals: readonly PusherRefusal[]): string[] {
  const [first, second] = refusals
  if (first === undefined || second !== undefined) return []
  return [first.scheme === 'http' ? OFFER_HTTPS : OFFER_HTTP]
}

function isMissingEndpoint({ status, errcode }: PusherRefusal): boolean {
  return (status === 404 || status === 405) && (errcode === undefined || errcode === 'M_UNRECOGNIZED')
}

/** Creates the error for a target that reaches the push receiver, and does not accept its certificate. */
export function certificateRefusedError({ urls, software }: GatewayContext): TargetError {
  const isDendrite = wordIn(software, ['dendrite']) !== undefined
  const hadHttp = urls.some((url) => url.startsWith('http:'))
  return new TargetError(
    'certificate',
    "The target reaches Plexor's gateway over HTTPS but does not accept its certificate",
    [TRUST_CA, ...(isDendrite ? [DENDRITE_TLS] : [hadHttp ? LET_HTTP : OFFER_HTTP])],
  )
}

/** Creates the error for a target from which nothing arrives, with the settings of its software, or of all known ones. */
export function unreachableError(message: string, context: GatewayContext): TargetError {
  return new TargetError('gateway-unreachable', message, addressAdvice(context))
}

/** Returns what lets a target reach the address of the gateway: nothing about settings that do not concern it. */
function addressAdvice({ urls, software }: GatewayContext): string[] {
  const address = gatewayAddress(urls)
  const connect = `Check that the target can connect to ${address.places}; from a container or another machine it needs --gateway-listen and --gateway-url`
  // It blocks no addresses
  if (wordIn(software, ['dendrite']) !== undefined) return [connect]
  return [...settingsFor(address, software), connect]
}

function settingsFor({ name, ranges }: GatewayAddress, software: string | undefined): string[] {
  if (name === undefined && ranges.length === 0) return []
  const servers = Object.keys(RANGE_SETTINGS)
  const word = wordIn(software, [...servers, ...Object.keys(SAME_SETTINGS)]) ?? ''
  const known = SAME_SETTINGS[word] ?? word
  const chosen = known === '' ? servers : [known]
  if (name === undefined) {
    const listed = ranges.map((range) => `'${range}'`).join(', ')
    return chosen.map((server) => RANGE_SETTINGS[server]?.(listed) ?? '')
  }
  const settings = chosen.map((server) => SETTING_NAMES[server]).join('; ')
  return [`If ${quote(name)} has a loopback or private address for the target, let it send pushes there (${settings})`]
}

function wordIn(software: string | undefined, words: readonly string[]): string | undefined {
  const name = software?.toLowerCase() ?? ''
  return words.find((word) => name.includes(word))
}
