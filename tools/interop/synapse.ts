/**
 * Runs the suites against a real Synapse, from its installation to the report: the command behind
 * `npm run interop:synapse`.
 *
 * Exit codes: those of `plexor`; 3 also if Synapse does not start or the run does not end; 4 if Synapse cannot be
 * installed on this machine and nothing was run.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { certificateFor } from '../../cli/target/certificate-folder.ts'
import type { InteropChoice } from './interop-arguments.ts'
import { interopCommand, runPlexor, timed, untilInterrupted } from './interop-command.ts'
import { installSynapse, SYNAPSE_VERSION } from './synapse-install.ts'
import { type Synapse, startSynapse, type TlsFiles } from './synapse-server.ts'

const BASELINE = fileURLToPath(new URL('./synapse.baseline.yaml', import.meta.url))

process.exitCode = await interopCommand(process.argv.slice(2), {
  name: 'Synapse',
  report: 'synapse-report.json',
  options: ['--serve', '--tls', '--block-private-addresses'],
  run: withSynapse,
})

async function withSynapse(choice: InteropChoice, interrupted: AbortSignal): Promise<number> {
  const { blockPrivateAddresses } = choice
  const python = await timed(`Synapse ${SYNAPSE_VERSION}: installed`, () => installSynapse(interrupted))
  const tlsFolder = choice.tls ? await mkdtemp(join(tmpdir(), 'plexor-tls-')) : undefined
  const tls = tlsFolder === undefined ? {} : { tls: await makeTlsFiles(tlsFolder) }
  try {
    const synapse = await timed('Synapse: started', () =>
      startSynapse({ python, blockPrivateAddresses, signal: interrupted, ...tls }),
    )
    try {
      if (choice.mode === 'serve') return await serve(synapse, tlsFolder, interrupted)
      const args = choice.args({
        url: synapse.url,
        baseline: BASELINE,
        ...(tlsFolder === undefined ? {} : { tlsFolder }),
      })
      return await timed(`plexor ${args[0]}: ended`, () => runPlexor(args, interrupted))
    } finally {
      await timed('Synapse: stopped', synapse.stop)
    }
  } finally {
    if (tlsFolder !== undefined) await rm(tlsFolder, { recursive: true, force: true })
  }
}

/** Creates one certificate for Synapse and for Plexor's gateway, in the directory for `--gateway-tls`. */
async function makeTlsFiles(folder: string): Promise<TlsFiles> {
  await certificateFor(['127.0.0.1', '::1', 'localhost'], folder)
  return { caFile: join(folder, 'ca.pem'), certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
}

/** Keeps Synapse running until interrupted. */
async function serve(synapse: Synapse, tlsFolder: string | undefined, interrupted: AbortSignal): Promise<number> {
  const certificates =
    tlsFolder === undefined
      ? {}
      : { certificates: `${tlsFolder}: pass it to --gateway-tls, and its ca.pem to --target-ca` }
  const facts = { URL: synapse.url, 'shared secret': synapse.sharedSecret, files: synapse.directory, ...certificates }
  return await untilInterrupted('Synapse', synapse, facts, interrupted)
}
