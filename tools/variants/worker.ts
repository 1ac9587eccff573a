import { serveTasks } from '../workers/serve-tasks.ts'
import { judgeVariant, type VariantRun } from './judge-variant.ts'

serveTasks((run: VariantRun) => judgeVariant(run))
