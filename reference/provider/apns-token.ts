import { errors, jwtVerify } from 'jose'
import { ApnsRefusal } from './apns-refusal.ts'
import type { ApnsCredentials, CredentialKeys } from './credentials.ts'

/** How old a provider token may be, in seconds. */
const MAX_AGE_SECONDS = 3600

/** How much the clocks of both sides may differ, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 60

/** Checks the provider tokens of one developer. */
export type ApnsTokenCheck = (authorization: string | null) => Promise<void>

/**
 * Checks the header field `authorization`: a JWT with ES256, `kid`, `iss`, and an `iat` within the last hour.
 *
 * @returns a function that throws `ApnsRefusal` (403) for what is wrong
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
