import { serveTasks } from '../workers/serve-tasks.ts'
import { perform } from './tasks.ts'

serveTasks(perform)
