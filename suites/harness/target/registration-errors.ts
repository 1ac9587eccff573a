import { quote } from '../../../common/text.ts'
import { TargetError } from '../case/errors.ts'
import { errcodeOf } from './body.ts'

// The advice names only what can be the cause: it follows from the response, and from what was used to register.

/** Name of the registration token for people. Nothing shows the token itself. */
const THE_TOKEN = 'the registration token (PLEXOR_REGISTRATION_TOKEN or --registration-token-file)'

/** Name of the shared secret for people. Nothing shows the secret itself. */
const THE_SECRET = 'the shared secret (PLEXOR_SHARED_SECRET or --shared-secret-file)'

const OPEN_REGISTRATION =
  'Open registration on the target while it is tested (Synapse: enable_registration and enable_registration_without_verification; Dendrite: -really-enable-open-registration; tuwunel, conduwuit: allow_registration)'

const ALLOW_DUMMY =
  'Let the target accept the stage m.login.dummy alone while it is tested (Synapse: enable_registration_without_verification)'

const GIVE_TOKEN = 'a registration token (PLEXOR_REGISTRATION_TOKEN or --registration-token-file)'

const GIVE_SECRET =
  'Or give Plexor the registration_shared_secret of Synapse (PLEXOR_SHARED_SECRET or --shared-secret-file)'

const ASK_FOR_TOKEN =
  'Or let the target ask for a registration token (Synapse: registration_requires_token, with enable_registration)'

const CHECK_TOKEN = `Check ${THE_TOKEN}: it may be mistyped, used up or expired`

const SET_SECRET = 'Set the same registration_shared_secret in the configuration of the target'

const UNSET_SECRET =
  'Or register in another way: unset PLEXOR_SHARED_SECRET and leave out --shared-secret-file, since the shared secret goes first'

const LOOK_INTO_LOG =
  'Look into the log of the target: the request is well-formed, so no setting of Plexor can change the response'

const RAISE_LIMITS =
  'Raise the rate limits of the target while it is tested (Synapse: rc_registration; Dendrite: client_api.rate_limiting)'

/** Response to a request that registers, with a status that is not expected. */
export interface RefusedRequest {
  /** The request in one line: `POST /_matrix/client/v3/register` */
  request: string
  status: number
  /** The body without secrets */
  body: unknown
}

/**
 * Creates the error for a registration that was refused without the shared secret, or with the last of its stages.
 *
 * @param hasToken whether Plexor has a registration token
 */
export function registrationError(
  refused: RefusedRequest,
  lastStage: string | undefined,
  hasToken: boolean,
): TargetError {
  const { request, status, body } = refused
  const found = foundIn(refused)
  const errcode = errcodeOf(body)
  const common = commonError(refused)
  if (common !== undefined) return common
  if ((status === 404 || status === 405) && (errcode === undefined || errcode === 'M_UNRECOGNIZED')) {
    return refusal(found, [
      'Check that the URL leads to the homeserver, and that it registers accounts itself: if it leaves them to an OAuth 2.0 server, it has no such endpoint',
    ])
  }
  if (lastStage === 'm.login.registration_token') {
    return refusal(`${request} with ${THE_TOKEN} returned status ${status} with ${quote(body)}`, [CHECK_TOKEN])
  }
  if (status === 403 || errcode === 'M_FORBIDDEN') {
    if (hasToken)
      return refusal(`${found}, without asking for ${THE_TOKEN}`, [OPEN_REGISTRATION, ASK_FOR_TOKEN, GIVE_SECRET])
    return refusal(found, [OPEN_REGISTRATION, `Or give Plexor ${GIVE_TOKEN}`, GIVE_SECRET])
  }
  return refusal(found, [LOOK_INTO_LOG])
}

/** Creates the error for a 401 response without flows, which is not that of user-interactive authentication. */
export function noFlowsError(refused: RefusedRequest): TargetError {
  return refusal(`${foundIn(refused)}, and no flow of stages`, [
    'Check whether a proxy before the homeserver asks for credentials, and let the requests of Plexor pass',
  ])
}

/**
 * Creates the error for flows of which Plexor cannot complete any.
 *
 * @param flows the stages of each flow
 * @param hasToken whether Plexor has a registration token
 */
export function stagesError(flows: readonly unknown[], hasToken: boolean): TargetError {
  const asksForToken = flows.some((stages) => Array.isArray(stages) && stages.includes('m.login.registration_token'))
  const reason = `it requires the stages ${quote(flows)}, and Plexor supports m.login.dummy, and m.login.registration_token if it has the token`
  const advice =
    asksForToken && !hasToken
      ? [`Give Plexor ${GIVE_TOKEN}`, `Or open registration: ${ALLOW_DUMMY.replace(/^Let/, 'let')}`]
      : [ALLOW_DUMMY]
  return refusal(reason, [...advice, GIVE_SECRET])
}

/** Creates the error for a stage that Plexor has completed twice, and that the target still requires. */
export function stageError(stage: string, { status, body }: RefusedRequest): TargetError {
  const found = `was not accepted: status ${status} with ${quote(body)}`
  if (stage === 'm.login.registration_token') return refusal(`${THE_TOKEN} ${found}`, [CHECK_TOKEN])
  return refusal(`the stage ${stage} ${found}`, [LOOK_INTO_LOG])
}

/** Creates the error for a target that offers no registration by a shared secret. */
export function noSecretError(refused: RefusedRequest): TargetError {
  return (
    commonError(refused) ??
    refusal(`${foundIn(refused)}, so ${THE_SECRET} cannot be used`, [
      'Only Synapse, and servers with the same endpoint, register accounts by a shared secret, and only with a registration_shared_secret in their configuration',
      UNSET_SECRET,
    ])
  )
}

/** Creates the error for a registration that was refused with the shared secret. */
export function secretError(refused: RefusedRequest): TargetError {
  const common = commonError(refused)
  if (common !== undefined) return common
  const { request, status, body } = refused
  return status === 403
    ? refusal(`${THE_SECRET} was not accepted: status ${status} with ${quote(body)}`, [SET_SECRET, UNSET_SECRET])
    : refusal(`${request} with ${THE_SECRET} returned status ${status} with ${quote(body)}`, [LOOK_INTO_LOG])
}

/** Creates the error for a successful response that does not sign the new account in. */
export function unusableAccountError(reason: string): TargetError {
  return failure(reason, [LOOK_INTO_LOG])
}

/** Returns the error for a status that says nothing about the right to register; undefined for any other. */
function commonError(refused: RefusedRequest): TargetError | undefined {
  const found = foundIn(refused)
  const { status } = refused
  if (status === 429) return refusal(found, [RAISE_LIMITS])
  if (status >= 300 && status < 400) {
    return refusal(found, ['Use the URL of the homeserver itself as the target: Plexor does not follow redirects'])
  }
  if (status < 500) return undefined
  const isProxy = [502, 503, 504].includes(status)
  return failure(found, isProxy ? ['Check that the target is running, if a proxy before it responds'] : [LOOK_INTO_LOG])
}

function foundIn({ request, status, body }: RefusedRequest): string {
  return `${request} returned status ${status} with ${quote(body)}`
}

function refusal(reason: string, advice: string[]): TargetError {
  return new TargetError('registration-refused', `The target does not let Plexor register accounts: ${reason}`, advice)
}

function failure(reason: string, advice: string[]): TargetError {
  return new TargetError('registration-failed', `The target fails to register an account: ${reason}`, advice)
}
