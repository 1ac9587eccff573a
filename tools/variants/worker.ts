import { serveTasks } from '../workers/serve-tasks.ts'
import { runVariant, type VariantRun } from './run-variant.ts'

serveTasks((run: VariantRun) => runVariant(run))
