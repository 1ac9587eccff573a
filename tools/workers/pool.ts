import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Outcome of a task: its value, or the problem that prevented it. */
export type TaskResult<Value> = { kind: 'done'; value: Value } | { kind: 'failed'; problem: string }

/** Processes that perform tasks, each one at a time. */
export interface Pool<Task, Value> {
  /** Performs a task in a free process. Never rejects: problems are in the result. */
  perform(task: Task, deadlineMs: number): Promise<TaskResult<Value>>
  close(): void
}

/**
 * Starts a pool of processes. A process whose task takes longer than its deadline is killed and replaced.
 *
 * @param worker module that the processes run; it calls `serveTasks`
 * @param count number of processes, 1 or more
 */
export function startPool<Task extends object, Value>(worker: URL, count: number): Pool<Task, Value> {
  const idle: (ChildProcess | undefined)[] = Array.from({ length: count }, () => undefined)
  const waiting: ((child: ChildProcess | undefined) => void)[] = []
  const running = new Set<ChildProcess>()

  async function take(): Promise<ChildProcess> {
    const known =
      idle.length > 0 ? idle.pop() : await new Promise<ChildProcess | undefined>((take) => waiting.push(take))
    if (known?.connected) return known
    const child = fork(fileURLToPath(worker), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }

  function giveBack(child: ChildProcess | undefined) {
    const next = waiting.shift()
    if (next === undefined) idle.push(child)
    else next(child)
  }

  return {
    async perform(task, deadlineMs) {
      const child = await take()
      const done = new AbortController()
      const signal = AbortSignal.any([done.signal, AbortSignal.timeout(deadlineMs)])
      try {
        child.send(task)
        const ended = once(child, 'exit', { signal }).then(() => [
          { kind: 'failed', problem: 'The process ended before its task' },
        ])
        const [result] = await Promise.race([once(child, 'message', { signal }), ended])
        giveBack(child)
        return result as TaskResult<Value>
      } catch {
        child.kill('SIGKILL')
        giveBack(undefined)
        return { kind: 'failed', problem: `It did not end within ${deadlineMs / 1000} s` }
      } finally {
        done.abort()
      }
    },
    close() {
      for (const child of running) child.disconnect()
    },
  }
}
