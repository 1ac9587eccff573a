/**
 * Runs the suites against an ntfy that somebody has built, and sees what arrives at its topics: the command behind
 * `npm run interop:ntfy -- --programs FOLDER`.
 */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Unavailable } from '../interop-command.ts'
import { runProgram } from '../run-program.ts'
import { serveEndpoints } from './endpoint-provider.ts'
import { gatewayCommand } from './gateway-command.ts'
import { ntfyTopics, startNtfy } from './ntfy-server.ts'

process.exitCode = await gatewayCommand(process.argv.slice(2), {
  name: 'ntfy',
  unavailable: 'build it, and name the folder of the program with --programs FOLDER',
  async versionOf(programs, signal) {
    const program = join(programs, 'ntfy')
    await access(program).catch(() => {
      throw new Unavailable(`expected the program ${program}, found none`)
    })
    const { output } = await runProgram(program, ['--help'], signal)
    return /^ntfy ([\w.-]+)/m.exec(output)?.[1] ?? ''
  },
  async start(programs, _, signal) {
    const ntfy = await startNtfy(programs, signal)
    const provider = await serveEndpoints(ntfyTopics(ntfy.url))
    return {
      gateway: ntfy,
      options: ['--provider-url', provider.url],
      async stop() {
        await provider.close()
        await ntfy.stop()
      },
    }
  },
})
