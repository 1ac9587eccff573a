import { isIP } from 'node:net'
import { checkServerIdentity, connect, type PeerCertificate as FoundCertificate } from 'node:tls'

/** Certificate of a server, whether or not it can be verified. */
export interface PeerCertificate {
  validFrom: Date
  validTo: Date
  /** Hosts that it is for, such as `example.org, 127.0.0.1`; empty if it names none */
  hosts: string
  /** True if it is for the host of the URL */
  isForHost: boolean
  isSelfSigned: boolean
  /** Common name of its issuer; undefined if that has none */
  issuer: string | undefined
}

/**
 * Connects to a server over TLS whatever its certificate, and sends nothing.
 *
 * @param url URL of any scheme; its host and port count
 * @param timeoutMs time for the handshake, in milliseconds
 * @returns its certificate; undefined if the server does not complete a TLS handshake
 */
export async function readPeerCertificate(url: string, timeoutMs: number): Promise<PeerCertificate | undefined> {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const { promise: certificate, resolve } = Promise.withResolvers<PeerCertificate | undefined>()
  const socket = connect({
    host,
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    // Nothing is sent over this connection, so nobody can misuse it
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  })
  const giveUp = () => resolve(undefined)
  socket.once('secureConnect', () => resolve(certificateIn(socket.getPeerCertificate(), host)))
  socket.on('error', giveUp).once('close', giveUp)
  const timer = setTimeout(giveUp, timeoutMs)
  try {
    return await certificate
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}

function certificateIn(found: FoundCertificate, host: string): PeerCertificate | undefined {
  // A server without a certificate gives an empty object
  if (found.raw === undefined) return undefined
  const { valid_from, valid_to, subjectaltname = '', subject, issuer } = found
  return {
    validFrom: new Date(valid_from),
    validTo: new Date(valid_to),
    hosts: subjectaltname.replaceAll(/(?:DNS|IP Address):/g, ''),
    isForHost: checkServerIdentity(host, found) === undefined,
    isSelfSigned: JSON.stringify(subject) === JSON.stringify(issuer),
    issuer: typeof issuer.CN === 'string' ? issuer.CN : undefined,
  }
}
