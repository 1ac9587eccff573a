import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync, closeSync, rmSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Transport } from '../../suites/harness/transport.ts'
import { endProcess, freePort, untilAnswering } from './homeserver-process.ts'
import { lastLines, runProgram } from './run-program.ts'
import { synapseConfig, synapseLogConfig } from './synapse-config.ts'
import { SYNAPSE_VERSION } from './synapse-install.ts'

/** How often to try another port when somebody took the free one first. */
const PORT_TRIES = 3

/** Settings of a throw-away Synapse. */
export interface SynapseOptions {
  /** The Python that has Synapse installed, as `installSynapse` returns it */
  python: string
  /** Leave Synapse's default in place, by which no push reaches a gateway on loopback; default: false */
  blockPrivateAddresses?: boolean
  /** Answer over HTTPS, and trust gateways with certificates of this authority; default: plain HTTP */
  tls?: TlsFiles
  /** Gives up the start, and removes what was there already */
  signal?: AbortSignal
}

/** The PEM files of a certificate and of the authority that signed it. */
export interface TlsFiles {
  caFile: string
  certFile: string
  keyFile: string
}

/** A Synapse that answers. */
export interface Synapse {
  /** The base URL of the client-server API, without a slash at its end */
  url: string
  /** The secret of `/_synapse/admin/v1/register` */
  sharedSecret: string
  version: string
  /** The temporary directory with its configuration, its database and `synapse.log` */
  directory: string
  pid: number
  /** Settled when the process is gone, for whatever reason */
  ended: Promise<unknown>
  /** Ends Synapse and removes its directory; calling it again does no harm */
  stop(): Promise<void>
}

/**
 * Starts a fresh Synapse on a free port of 127.0.0.1 and waits until it answers.
 *
 * It ends at `stop()`, and with this process at the latest.
 *
 * @throws when Synapse does not come up within a minute, with the last lines of its log
 */
export async function startSynapse(options: SynapseOptions): Promise<Synapse> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(options, await freePort())
    } catch (error) {
      const portTaken = error instanceof Error && error.message.includes('Failed to listen on TCP port')
      if (!portTaken || tries === PORT_TRIES) throw error
    }
  }
}

async function startOnce(options: SynapseOptions, port: number): Promise<Synapse> {
  const { python, blockPrivateAddresses = false, tls, signal } = options
  const directory = await mkdtemp(join(tmpdir(), 'plexor-synapse-'))
  const sharedSecret = randomBytes(16).toString('hex')
  const configFile = join(directory, 'homeserver.yaml')
  let child: ChildProcess | undefined

  // The last resort, for an exception that nobody caught: an exit leaves no time to ask and wait.
  const onExit = () => {
    child?.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }
  process.once('exit', onExit)

  const stop = async () => {
    if (child) await endProcess(child)
    await rm(directory, { recursive: true, force: true })
    process.off('exit', onExit)
  }

  try {
    await writeFile(
      configFile,
      synapseConfig({ port, directory, sharedSecret, blockPrivateAddresses, ...(tls === undefined ? {} : { tls }) }),
    )
    await writeFile(join(directory, 'log.yaml'), synapseLogConfig())
    await generateKeys(python, configFile, signal)
    child = spawnSynapse(python, configFile, directory, tls?.caFile)
    await once(child, 'spawn')
    const ended = once(child, 'exit')
    const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
    const transport = new Transport(1, tls === undefined ? undefined : await readFile(tls.caFile, 'utf8'))
    await untilAnswering('Synapse', url, transport, child, join(directory, 'synapse.log'), signal).finally(() =>
      transport.close(),
    )
    return { url, sharedSecret, version: SYNAPSE_VERSION, directory, pid: child.pid ?? 0, ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function generateKeys(python: string, configFile: string, signal?: AbortSignal): Promise<void> {
  const args = ['-m', 'synapse.app.homeserver', '-c', configFile, '--generate-keys']
  const { code, output } = await runProgram(python, args, signal)
  if (code !== 0) throw new Error(`Synapse could not generate its keys (exit code ${code}):\n${lastLines(output)}`)
}

/** @param caFile what Synapse trusts instead of the authorities of the system */
function spawnSynapse(python: string, configFile: string, directory: string, caFile: string | undefined): ChildProcess {
  const script = fileURLToPath(new URL('./synapse-with-parent.py', import.meta.url))
  const log = openSync(join(directory, 'synapse.log'), 'a')
  try {
    // A pipe as standard input: the script stops Synapse when this process, which holds the other end, is gone.
    return spawn(python, [script, '-c', configFile], {
      cwd: directory,
      stdio: ['pipe', log, log],
      env: caFile === undefined ? process.env : { ...process.env, SSL_CERT_FILE: caFile },
    })
  } finally {
    closeSync(log)
  }
}
