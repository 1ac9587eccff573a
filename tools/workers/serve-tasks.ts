import { messageOf } from './message-of.ts'

/** Makes this a process that does the tasks which its parent sends, one after the other. */
export function serveTasks<Task, Answer>(perform: (task: Task) => Promise<Answer>): void {
  process.on('message', (task: Task) => {
    perform(task).then(
      (answer) => process.send?.({ answer }),
      (error) => process.send?.({ problem: messageOf(error) }),
    )
  })
  // Without its parent there is nothing to do
  process.on('disconnect', () => process.exit())
}
