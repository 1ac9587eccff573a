import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { runInSharedProcess } from './command-process.ts'

const LAUNCHER = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))

/** Result of a command. */
export interface CommandResult {
  exitCode: number | null
  stdout: string
  stderr: string
}

/** Command that runs. */
export interface RunningCommand {
  child: ChildProcessByStdio<null, Readable, Readable>
  result: Promise<CommandResult>
}

/**
 * Runs the `plexor` command as its user does, in a folder, with nothing of Plexor in the environment but `env`. Commands
 * that do not run at the same time share a process; `startPlexor` is for those that a test sends signals.
 */
export async function runPlexor(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CommandResult> {
  // Node.js reads its own variables only when it starts
  if (Object.keys(env).some((name) => name.startsWith('NODE_'))) return await startPlexor(cwd, args, env).result
  return await runInSharedProcess({ cwd, args, env: environment(env) })
}

function environment(env: Record<string, string>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => !/^(PLEXOR_|TAP|NODE_|FORCE_COLOR|NO_COLOR)/.test(entry[0]),
  )
  return { ...Object.fromEntries(inherited), ...env }
}

/** Runs the command as `runPlexor` does, in a process of its own, and returns it while it runs. */
export function startPlexor(cwd: string, args: readonly string[], env: Record<string, string> = {}): RunningCommand {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('close', resolve)
  const result = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([exitCode, stdout, stderr]) => ({
    exitCode,
    stdout,
    stderr,
  }))
  return { child, result }
}
