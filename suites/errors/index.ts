import { unrecognized } from './unrecognized.ts'

export const errors = [...unrecognized]
