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
  /** To be called with a token that was refused. */
  forget(token: string): void
}

/**
 * Makes provider tokens, each for as long as Apple takes it.
 *
 * @see https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
 */
export function providerTokens({ key, keyId, teamId }: ApnsCredentials): ProviderTokens {
  let known: { making: Promise<string>; made?: string; at: number } | undefined

  async function make(): Promise<string> {
    const signer = new SignJWT().setProtectedHeader({ alg: 'ES256', kid: keyId }).setIssuer(teamId).setIssuedAt()
    return await signer.sign(await importPKCS8(key, 'ES256'))
  }

  return {
    async get() {
      if (known === undefined || Date.now() - known.at > TOKEN_AGE_MS) known = { making: make(), at: Date.now() }
      const current = known
      try {
        current.made = await current.making
        return current.made
      } catch (error) {
        if (known === current) known = undefined
        throw error
      }
    },
    /** Of many pushes that were refused together, only the first has the token made anew: Apple counts them. */
    forget(token) {
      if (known?.made === token) known = undefined
    },
  }
}
