import { fileURLToPath } from 'node:url'

/** Path of the clone. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
