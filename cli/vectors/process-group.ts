import type { ChildProcess } from 'node:child_process'

/** Windows has no process groups: there, only the child itself can be killed. */
const HAS_GROUPS = process.platform !== 'win32'

/** Signals that end Plexor, and that a child in a group of its own does not get from the terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Option of `spawn` that puts a child into a process group of its own, so that it can be killed with what it started. */
export const IN_OWN_GROUP = { detached: HAS_GROUPS } as const

const running = new Set<ChildProcess>()

/** Makes sure that a child in a group of its own ends with Plexor, whatever ends Plexor. */
export function endWithPlexor(child: ChildProcess): void {
  if (running.size === 0) listen()
  running.add(child)
  const forget = () => {
    running.delete(child)
    if (running.size === 0) stopListening()
  }
  child.once('close', forget).once('error', forget)
}

/** Kills a child that is in a group of its own, and all processes that it started and that stayed in the group. */
export function killGroup(child: ChildProcess): void {
  // Once the child is closed, its number may belong to others
  if (child.pid === undefined || !running.has(child)) return
  try {
    if (HAS_GROUPS) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // Nothing is left of the group
  }
}

function listen(): void {
  process.on('exit', killAll)
  for (const signal of SIGNALS) process.on(signal, endBy)
}

function stopListening(): void {
  process.off('exit', killAll)
  for (const signal of SIGNALS) process.off(signal, endBy)
}

function killAll(): void {
  for (const child of running) killGroup(child)
}

/** Kills all children. Lets the signal do what it does without this listener, unless others listen to it. */
function endBy(signal: NodeJS.Signals): void {
  const isHandled = process.listenerCount(signal) > 1
  killAll()
  stopListening()
  if (!isHandled) process.kill(process.pid, signal)
}
