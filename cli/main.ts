import { runCommandLine } from './run-command-line.ts'

// If nothing is left that could end this, Node and Deno exit with a code of their own
await runCommandLine()
