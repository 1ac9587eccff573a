import { errors, importJWK, jwtVerify } from 'jose'

const MAX_LIFETIME_SECONDS = 24 * 3600
const CLOCK_TOLERANCE_SECONDS = 60

/** Result of verifying the sender of a push: the sender's public key, or the reason for the refusal. */
export type VapidResult =
  | { kind: 'verified'; publicKey: string }
  | { kind: 'refused'; status: 401 | 403; message: string }

/**
 * Verifies the sender of a push: a JWT with ES256 for this push service, valid for at most a day, and the key that it
 * is signed with.
 *
 * @param authorization header field of the push
 * @param origin origin of the push resource
 * @see https://www.rfc-editor.org/rfc/rfc8292#section-3
 */
export async function verifyVapid(authorization: string | null, origin: string): Promise<VapidResult> {
  if (!/^vapid\s/i.test(authorization ?? ''))
    return { kind: 'refused', status: 401, message: 'The push has no VAPID authorization' }
  const parameters = readParameters(authorization ?? '')
  const [token, publicKey] = [parameters.get('t'), parameters.get('k')]
  if (token === undefined || publicKey === undefined) return refuse('it must have the parameters t and k')
  const key = await importPoint(publicKey)
  if (key === undefined) return refuse('k is not a public key on the curve P-256 in base64url')
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['ES256'],
      audience: origin,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    })
    return checkClaims(payload.exp, payload.sub) ?? { kind: 'verified', publicKey: publicKey.replace(/=+$/, '') }
  } catch (error) {
    if (error instanceof errors.JOSEError) return refuse(error.message)
    throw error
  }
}

function checkClaims(exp: number | undefined, sub: string | undefined): VapidResult | undefined {
  const latest = Date.now() / 1000 + MAX_LIFETIME_SECONDS + CLOCK_TOLERANCE_SECONDS
  if (exp === undefined || exp > latest) return refuse('it must have exp, at most a day from now')
  if (sub !== undefined && !/^(mailto|https):/.test(sub)) return refuse('sub must be a mailto: or https: URI')
  return undefined
}

/** Reads `t=..., k=...`, which follows the name of the scheme; values may be quoted. */
function readParameters(authorization: string): Map<string, string> {
  const parameters = authorization.slice('vapid '.length).split(',')
  return new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split(/=(.*)/s)
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')]
    }),
  )
}

async function importPoint(publicKey: string) {
  const point = Buffer.from(publicKey, 'base64url')
  if (point.length !== 65 || point[0] !== 4) return undefined
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url')
  try {
    return await importJWK({ kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) }, 'ES256')
  } catch {
    return undefined
  }
}

function refuse(reason: string): VapidResult {
  return { kind: 'refused', status: 403, message: `The VAPID authorization is not valid: ${reason}` }
}
