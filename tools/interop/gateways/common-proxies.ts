/**
 * Runs the suites against common-proxies, the push gateway of UnifiedPush, that somebody has built: the command behind
 * `npm run interop:common-proxies -- --programs FOLDER`.
 */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Unavailable } from '../interop-command.ts'
import { startCommonProxies, startPushServer } from './common-proxies-server.ts'
import { serveEndpoints } from './endpoint-provider.ts'
import { gatewayCommand } from './gateway-command.ts'

process.exitCode = await gatewayCommand(process.argv.slice(2), {
  name: 'common-proxies',
  unavailable: 'build it, and name the folder of the program with --programs FOLDER',
  // The program does not say its version
  async versionOf(programs) {
    const program = join(programs, 'common-proxies')
    await access(program).catch(() => {
      throw new Unavailable(`expected the program ${program}, found none`)
    })
    return ''
  },
  async start(programs, _, signal) {
    const pushServer = await startPushServer()
    const provider = await serveEndpoints(pushServer)
    const gateway = await startCommonProxies(programs, new URL(pushServer.url).host, signal)
    return {
      gateway,
      options: ['--provider-url', provider.url],
      async stop() {
        await gateway.stop()
        await provider.close()
        await pushServer.close()
      },
    }
  },
})
