import { Command } from 'commander'

/** Defines `plexor docs`. */
export function docsCommand(finish: (exitCode: number) => void): Command {
  return new Command('docs')
    .argument('[NAME]', 'document to print, such as vectors')
    .description('print a document, or list them all')
    .action(async (name?: string) => finish((await import('./run.ts')).printDocument(name)))
}
