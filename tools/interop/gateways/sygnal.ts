/**
 * Runs the suites against a Sygnal that somebody has installed, with Plexor's provider behind it: the command behind
 * `npm run interop:sygnal -- --programs FOLDER`.
 */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Unavailable } from '../interop-command.ts'
import { complaint, runProgram } from '../run-program.ts'
import { gatewayCommand } from './gateway-command.ts'
import { makeProviderKeys } from './provider-keys.ts'
import { startSygnal } from './sygnal-server.ts'

const VERSION = 'from importlib.metadata import version; print(version("matrix-sygnal"))'

process.exitCode = await gatewayCommand(process.argv.slice(2), {
  name: 'Sygnal',
  unavailable: 'install it for a Python, and name the folder of that program with --programs FOLDER',
  async versionOf(programs, signal) {
    const python = join(programs, 'python')
    await access(python).catch(() => {
      throw new Unavailable(`expected the program ${python}, found none`)
    })
    const end = await runProgram(python, ['-c', VERSION], signal)
    if (end.code === 0) return end.output.trim()
    throw new Unavailable(`expected a Python with Sygnal, found ${python}, which said "${complaint(end)}"`)
  },
  async start(programs, folder, signal) {
    const keys = await makeProviderKeys(folder)
    const gateway = await startSygnal(programs, keys, signal)
    return { gateway, options: keys.options, stop: gateway.stop }
  },
})
