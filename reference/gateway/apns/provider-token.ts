import { importPKCS8, SignJWT } from 'jose'

/** What Apple gives a developer to prove who sends. */
export interface ApnsCredentials {
  /** The private key: PKCS #8 in PEM, as in a file `.p8` */
  key: string
  keyId: string
  teamId: string
}

/** Apple takes a token for an hour, and wants no new one before 20 minutes have passed. */
const TOKEN_AGE_MS = 40 * 60 * 1000

/**
 * Makes provider tokens, each for as long as Apple takes it.
 *
 * @see https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
 */
export function providerTokens({ key, keyId, teamId }: ApnsCredentials): () => Promise<string> {
  let [token, madeAt]: [Promise<string> | undefined, number] = [undefined, 0]

  async function make(): Promise<string> {
    const signer = new SignJWT().setProtectedHeader({ alg: 'ES256', kid: keyId }).setIssuer(teamId).setIssuedAt()
    return await signer.sign(await importPKCS8(key, 'ES256'))
  }

  return () => {
    if (token === undefined || Date.now() - madeAt > TOKEN_AGE_MS) {
      madeAt = Date.now()
      token = make()
      // A key that cannot be used is tried again, for it may be the moment that was wrong
      token.catch(() => {
        token = undefined
      })
    }
    return token
  }
}
