import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lastLines, runProgram } from './run-program.ts'
import { type RunningServer, startServer } from './server-process.ts'
import { synapseConfig, synapseLogConfig } from './synapse-config.ts'

/** Wrapper that stops Synapse when its standard input ends, that is, when the process that started it is gone. */
const WITH_PARENT = fileURLToPath(new URL('./synapse-with-parent.py', import.meta.url))

/** Settings of a throw-away Synapse. */
export interface SynapseOptions {
  /** Python with Synapse installed, as `installSynapse` returns it */
  python: string
  /** Keep Synapse's default, which blocks pushes to loopback; default: false */
  blockPrivateAddresses?: boolean
  /** Listen on HTTPS, and trust gateways with certificates of this CA; default: plain HTTP */
  tls?: TlsFiles
  /** PEM file of a CA whose gateways it trusts instead of those of the system; with `tls`, its CA */
  trusts?: string
  /** Aborts the start and removes the files */
  signal?: AbortSignal
}

/** PEM files of a certificate and of the CA that signed it. */
export interface TlsFiles {
  caFile: string
  certFile: string
  keyFile: string
}

/** A Synapse that responds to requests. */
export interface Synapse extends RunningServer {
  /** Secret of `/_synapse/admin/v1/register` */
  sharedSecret: string
}

/**
 * Starts a fresh Synapse on a free port of 127.0.0.1 and waits until it responds.
 *
 * It ends at `stop()`, or when this process exits.
 *
 * @throws {Error} when Synapse does not respond within a minute, with the last lines of its log
 */
export async function startSynapse({
  python,
  blockPrivateAddresses,
  tls,
  trusts,
  signal,
}: SynapseOptions): Promise<Synapse> {
  const sharedSecret = randomBytes(16).toString('hex')
  const running = await startServer(
    {
      name: 'Synapse',
      portTaken: 'Failed to listen on TCP port',
      async prepare(directory, port) {
        const configFile = join(directory, 'homeserver.yaml')
        const config = { port, directory, sharedSecret, blockPrivateAddresses: blockPrivateAddresses ?? false }
        await writeFile(configFile, synapseConfig({ ...config, ...(tls === undefined ? {} : { tls }) }))
        await writeFile(join(directory, 'log.yaml'), synapseLogConfig())
        await generateKeys(python, configFile, signal)
        const launch = { program: python, args: [WITH_PARENT, '-c', configFile] }
        // Replaces the CAs of the system
        if (tls === undefined) return trusts === undefined ? launch : { ...launch, env: { SSL_CERT_FILE: trusts } }
        return { ...launch, env: { SSL_CERT_FILE: tls.caFile }, ca: await readFile(tls.caFile, 'utf8') }
      },
    },
    signal,
  )
  return { ...running, sharedSecret }
}

async function generateKeys(python: string, configFile: string, signal?: AbortSignal): Promise<void> {
  const args = ['-m', 'synapse.app.homeserver', '-c', configFile, '--generate-keys']
  const { code, output } = await runProgram(python, args, signal)
  if (code !== 0) throw new Error(`Synapse could not generate its keys (exit code ${code}):\n${lastLines(output)}`)
}
