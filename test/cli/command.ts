/** A command line, and the circumstances in which it runs. */
export interface Command {
  cwd: string
  args: readonly string[]
  env: Record<string, string>
}

/** Written to both streams after the output of a command. */
export const COMMAND_END = '\u0000end of the command\u0000'
