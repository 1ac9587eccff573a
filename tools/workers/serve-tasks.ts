import { messageOf } from '../../suites/harness/case/errors.ts'

/** Performs the tasks that the parent process sends. */
export function serveTasks<Task, Value>(perform: (task: Task) => Promise<Value>): void {
  process.on('message', (task: Task) => {
    perform(task).then(
      (value) => process.send?.({ kind: 'done', value }),
      (error) => process.send?.({ kind: 'failed', problem: messageOf(error) }),
    )
  })
  // The parent has exited
  process.on('disconnect', () => process.exit())
}
