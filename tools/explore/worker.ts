import { serveTasks } from '../workers/serve-tasks.ts'
import { type ExploredReference, exploreReference } from './explore-reference.ts'

serveTasks((explored: ExploredReference) => exploreReference(explored))
