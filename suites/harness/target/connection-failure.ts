import { messageOf } from '../case/errors.ts'

/** Kind of reason why a request got no response, as far as the error shows it. */
export type FailureKind =
  /** There is no response in time, or the connection broke off */
  | 'no-response'
  /** Nothing listens, or the host is unknown or out of reach */
  | 'no-connection'
  /** Deno was started without the permission to connect to the host */
  | 'no-permission'
  /** The certificate of the server cannot be verified */
  | 'certificate'
  /** The server does not speak TLS */
  | 'no-tls'
  /** The response is not HTTP, or larger than accepted */
  | 'unusable'

/** Reason why a request got no response. */
export interface ConnectionFailure {
  kind: FailureKind
  /** Clause for people, the same on every runtime: `connect ECONNREFUSED 127.0.0.1:9`, `its certificate has expired` */
  reason: string
}

/** Clauses for the codes of TLS that say what is wrong. The advice in the messages of a runtime is about that runtime. */
const TLS_REASONS: Record<string, [FailureKind, string]> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ['certificate', 'its certificate is self-signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['certificate', 'its certificate is signed by a CA that Plexor does not know'],
  CERT_HAS_EXPIRED: ['certificate', 'its certificate has expired'],
  CERT_NOT_YET_VALID: ['certificate', 'its certificate is not valid yet'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['certificate', 'its certificate is for another host'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['no-tls', 'it does not respond over TLS'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['no-tls', 'it does not respond over TLS'],
}

/** Clauses for the codes of the HTTP client, whose own messages are about itself. */
const CLIENT_REASONS: Record<string, [FailureKind, string]> = {
  UND_ERR_HEADERS_OVERFLOW: ['unusable', 'the headers of its response are too large'],
  UND_ERR_RES_EXCEEDED_MAX_SIZE: ['unusable', 'its response is too large'],
  UND_ERR_SOCKET: ['no-response', 'it closed the connection without a complete response'],
}

/** Codes of a connection that was never made. */
const UNCONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/

/** Codes that only say that a certificate cannot be verified. Deno also has them for certificates that have expired. */
const UNVERIFIED = /^(?:UNABLE_TO_|CERT_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/

/** Finds out why a request got no response, from what the HTTP client threw. */
export function failureOf(error: unknown): ConnectionFailure {
  const cause = innermost(error)
  const code = codeOf(cause)
  const known = TLS_REASONS[code] ?? CLIENT_REASONS[code]
  if (known !== undefined) return { kind: known[0], reason: known[1] }
  if (UNVERIFIED.test(code)) return { kind: 'certificate', reason: 'its certificate cannot be verified' }
  if (/^ERR_(?:SSL|TLS)_/.test(code)) return { kind: 'unusable', reason: `the TLS handshake failed: ${code}` }
  if (isRefusedByDeno(cause, code)) return { kind: 'no-permission', reason: 'Deno may not connect to its host' }
  if (cause instanceof Error && cause.name === 'HTTPParserError') {
    return { kind: 'unusable', reason: 'its response is not HTTP/1.1' }
  }
  return { kind: kindOf(code), reason: messageOf(cause).split('\n', 1)[0] ?? '' }
}

function isRefusedByDeno(cause: unknown, code: string): boolean {
  if (!(cause instanceof Error)) return false
  return cause.name === 'NotCapable' || (code === 'EPERM' && cause.message.startsWith('getaddrinfo '))
}

function kindOf(code: string): FailureKind {
  if (code === '') return 'unusable'
  return UNCONNECTED.test(code) ? 'no-connection' : 'no-response'
}

/** Reports whether a request may get a response later: nothing responded, as before a server has started. */
export function isSilence(kind: FailureKind): boolean {
  return kind === 'no-response' || kind === 'no-connection'
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : ''
}

/** Returns the innermost error, which is the useful one: `connect ECONNREFUSED 127.0.0.1:9`, not `fetch failed`. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0])
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error
}
