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

export interface ProviderTokens {
  get(): Promise<string>
  /** To be called when a token was refused. */
  forget(): void
}

/**
 * Makes provider tokens, each for as long as Apple takes it.
 *
 * @see https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
 */
export function providerTokens({ key, keyId, teamId }: ApnsCredentials): ProviderTokens {
  let [token, madeAt]: [Promise<string> | undefined, number] = [undefined, 0]

  async function make(): Promise<string> {
    const signer = new SignJWT().setProtectedHeader({ alg: 'ES256', kid: keyId }).setIssuer(teamId).setIssuedAt()
    return await signer.sign(await importPKCS8(key, 'ES256'))
  }

  function forget(): void {
    token = undefined
  }

  return {
    get() {
      if (token === undefined || Date.now() - madeAt > TOKEN_AGE_MS) {
        madeAt = Date.now()
        token = make()
        token.catch(forget)
      }
      return token
    },
    forget,
  }
}
