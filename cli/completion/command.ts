import { Command } from 'commander'

/** Defines `plexor completion`. */
export function completionCommand(finish: (exitCode: number) => void): Command {
  return new Command('completion')
    .description('print a script that completes commands and options in a shell')
    .argument('<SHELL>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      '\nFor the running shell: source <(plexor completion bash); in fish: plexor completion fish | source',
    )
    .action(async (shell: string, _options: unknown, command: Command) => {
      const { printCompletion } = await import('./run.ts')
      finish(printCompletion(shell, command.parent ?? command))
    })
}
