import { runCommandLine } from './run-command-line.ts'

// Entry of the self-contained executable, which is a CommonJS module and cannot await. If nothing is left that could end
// the command, the exit code is that of Node for such a module
process.exitCode = 13
void runCommandLine()
