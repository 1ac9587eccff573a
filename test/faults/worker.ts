import { messageOf } from './message-of.ts'
import { perform, type Task } from './tasks.ts'

// A process that does the tasks which its parent sends, one after the other.
process.on('message', (task: Task) => {
  perform(task).then(
    (answer) => process.send?.({ answer }),
    (error) => process.send?.({ trouble: messageOf(error) }),
  )
})
// Without its parent there is nothing to do
process.on('disconnect', () => process.exit())
