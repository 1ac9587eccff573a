import { contentRules } from './content-rules.ts'
import { muting } from './muting.ts'
import { overrideRules } from './override-rules.ts'

export const workedExamples = [...muting, ...contentRules, ...overrideRules]
