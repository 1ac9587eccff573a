import { importPKCS8, SignJWT } from 'jose'

/** Credentials that Apple issues to a developer, to sign provider tokens. */
export interface ApnsCredentials {
  /** Private key: PKCS #8 in PEM, as in a `.p8` file */
  key: string

  /** ID of the key, ten characters */
  keyId: string

  /** ID of the developer team, ten characters */
  teamId: string
}

/** Age at which a token is replaced. Apple accepts one for an hour, and requires 20 minutes between two. */
const TOKEN_AGE_MS = 40 * 60 * 1000

/** Provider tokens of one developer. */
export interface ProviderTokens {
  /** Returns the current token. */
  get(): Promise<string>

  /** Discards a token that was refused. */
  forget(token: string): void
}

/**
 * Creates the provider tokens of a developer, each of which is reused until it is 40 minutes old.
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
    // Of many pushes that are refused together, only the first replaces the token: Apple limits their number
    forget(token) {
      if (known?.made === token) known = undefined
    },
  }
}
