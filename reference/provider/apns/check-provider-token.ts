import { errors, jwtVerify } from 'jose'
import type { ApnsCredentials, CredentialKeys } from '../credentials.ts'
import { ApnsRefusal } from './apns-refusal.ts'

/** Maximum age of a provider token, in seconds. */
const MAX_AGE_SECONDS = 3600

/** Maximum difference between the clocks of both sides, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 60

/**
 * Checks the header field `authorization` of a push.
 *
 * @throws {ApnsRefusal} 403 when it is missing or not valid
 */
export type ApnsTokenCheck = (authorization: string | null) => Promise<void>

/**
 * Creates a check of the provider tokens of one developer: JWTs with ES256, `kid`, `iss`, and an `iat` within the last
 * hour.
 *
 * @see https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
 */
export function createApnsTokenCheck(
  { keyId, teamId }: Pick<ApnsCredentials, 'keyId' | 'teamId'>,
  key: CredentialKeys['apns'],
): ApnsTokenCheck {
  return async (authorization) => {
    const token = /^bearer +([^ ]+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) throw new ApnsRefusal(403, 'MissingProviderToken')
    const { iat } = await verify(token)
    const age = Date.now() / 1000 - iat
    if (age > MAX_AGE_SECONDS) throw new ApnsRefusal(403, 'ExpiredProviderToken')
    if (age < -CLOCK_TOLERANCE_SECONDS) throw new ApnsRefusal(403, 'InvalidProviderToken')
  }

  async function verify(token: string): Promise<{ iat: number }> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, key, { algorithms: ['ES256'], issuer: teamId })
      if (protectedHeader.kid === keyId && payload.iat !== undefined) return { iat: payload.iat }
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error
    }
    throw new ApnsRefusal(403, 'InvalidProviderToken')
  }
}
