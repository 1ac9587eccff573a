import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What became of a task: its answer, or why there is none. */
export type Result<Answer> = { answer: Answer } | { problem: string }

/** Processes that do tasks, each one at a time. */
export interface Pool<Task, Answer> {
  /** Never rejects: what goes wrong is in the result. */
  perform(task: Task, deadlineMs: number): Promise<Result<Answer>>
  close(): void
}

/**
 * Starts processes for tasks. A task that takes longer than its deadline is ended with its process, and another
 * process takes its place.
 *
 * @param worker the module that the processes run; it calls `serveTasks`
 * @param count how many processes, 1 or more
 */
export function startPool<Task extends object, Answer>(worker: URL, count: number): Pool<Task, Answer> {
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
        const ended = once(child, 'exit', { signal }).then(() => [{ problem: 'The process ended before its task' }])
        const [result] = await Promise.race([once(child, 'message', { signal }), ended])
        giveBack(child)
        return result as Result<Answer>
      } catch {
        child.kill('SIGKILL')
        giveBack(undefined)
        return { problem: `It did not end within ${deadlineMs / 1000} s` }
      } finally {
        done.abort()
      }
    },
    close() {
      for (const child of running) child.disconnect()
    },
  }
}
