// Loaded before the launcher of the command. A process normally ends when nothing is left that Node would wait for. This
// one reports then that its command has ended, and runs the next one that its parent sends, until that disconnects.
import { COMMAND_END, type Command } from './command.ts'

/** Exit code of a process in which nothing is left to wait for, but the command has not set one. */
const UNSETTLED = 13

const EMITTERS: readonly NodeJS.EventEmitter[] = [process, process.stdout, process.stderr]

let isRunning = true

process.on('message', (command) => void run(command as Command))
process.on('beforeExit', end)
// Before a command listens for anything
const LISTENERS = EMITTERS.map(
  (emitter) => new Map(emitter.eventNames().map((name) => [name, emitter.listeners(name)])),
)
// The parent does not keep a process alive whose command has nothing left to do
process.channel?.unref()

async function run({ cwd, args, env }: Command): Promise<void> {
  isRunning = true
  process.channel?.unref()
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args)
  process.exitCode = UNSETTLED
  const { runCommandLine } = await import('../../cli/run-command-line.ts')
  await runCommandLine()
}

/** Reports that the command has ended. What ends the process in another way is seen by the parent. */
function end(): void {
  // Without an exit code the launcher has failed, and Node sets one
  if (!isRunning || process.exitCode === undefined) return
  isRunning = false
  const exitCode = Number(process.exitCode)
  for (const listener of added(process, 'exit')) listener.call(process, exitCode)
  for (const emitter of EMITTERS) {
    for (const name of emitter.eventNames()) {
      for (const listener of added(emitter, name)) emitter.off(name, listener)
    }
  }
  process.exitCode = 0
  process.stdout.write(COMMAND_END)
  process.stderr.write(COMMAND_END)
  process.channel?.ref()
  process.send?.({ exitCode })
}

type Listener = (...args: unknown[]) => void

/** Returns the listeners that the command left behind. */
function added(emitter: NodeJS.EventEmitter, name: string | symbol): Listener[] {
  const before = LISTENERS[EMITTERS.indexOf(emitter)]?.get(name) ?? []
  return (emitter.listeners(name) as Listener[]).filter((listener) => !before.includes(listener))
}
