import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { COMMAND_END, type Command } from './command.ts'
import type { CommandResult } from './run-plexor.ts'

const CHILD = new URL('./command-child.ts', import.meta.url)
const LAUNCHER = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))

/** Processes that have ended their commands, and can run others. */
const idle = new Set<CommandProcess>()

/**
 * Runs a command in a process that other commands were run in, one after the other, because most of the time of a
 * process goes into loading modules. A process is started by the launcher, for the first command. The command has ended
 * when a process of its own would have ended: what it left behind, such as a server or a timer, is waited for.
 */
export async function runInSharedProcess(command: Command): Promise<CommandResult> {
  const [used] = idle
  const shared = used ?? new CommandProcess(command)
  idle.delete(shared)
  const result = await shared.run(command, used === undefined)
  if (shared.isAlive) idle.add(shared)
  return result
}

class CommandProcess {
  readonly #child: ChildProcess
  readonly #streams: Socket[]
  #output = ['', '']
  #exitCode: number | null | undefined
  #finish: ((result: CommandResult) => void) | undefined
  #fail: ((error: Error) => void) | undefined
  isAlive = true

  /** Starts the process with its first command. */
  constructor({ cwd, args, env }: Command) {
    this.#child = spawn(process.execPath, [`--import=${CHILD}`, LAUNCHER, ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#streams = [this.#child.stdout, this.#child.stderr] as Socket[]
    for (const [index, stream] of this.#streams.entries()) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output[index] += text
        this.#settle()
      })
    }
    this.#child.on('message', (message) => {
      this.#exitCode = (message as { exitCode: number }).exitCode
      this.#settle()
    })
    this.#child.once('error', (error) => {
      this.#die()
      this.#fail?.(error)
    })
    this.#child.once('close', (exitCode) => {
      this.#die()
      const [stdout = '', stderr = ''] = this.#output
      this.#finish?.({ exitCode, stdout, stderr })
    })
  }

  /** Runs a command, unless it is that with which the process was started, and returns its result. */
  async run(command: Command, isFirst: boolean): Promise<CommandResult> {
    const { promise, resolve, reject } = Promise.withResolvers<CommandResult>()
    this.#output = ['', '']
    this.#exitCode = undefined
    this.#finish = resolve
    this.#fail = reject
    for (const handle of this.#handles()) handle?.ref()
    if (!isFirst) this.#child.send(command)
    try {
      return await promise
    } finally {
      // An idle process ends with that of the tests
      for (const handle of this.#handles()) handle?.unref()
    }
  }

  #die(): void {
    this.isAlive = false
    idle.delete(this)
  }

  #handles() {
    return [this.#child, this.#child.channel, ...this.#streams]
  }

  /** Settles the result when the process has reported the end of the command, and all that it wrote before has arrived. */
  #settle(): void {
    if (this.#exitCode === undefined || !this.#output.every((text) => text.endsWith(COMMAND_END))) return
    const [stdout = '', stderr = ''] = this.#output.map((text) => text.slice(0, -COMMAND_END.length))
    this.#finish?.({ exitCode: this.#exitCode, stdout, stderr })
  }
}
