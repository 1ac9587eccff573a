import { Command } from 'commander'
import { checkCommand } from './check/command.ts'
import { compareCommand } from './compare/command.ts'
import { completionCommand } from './completion/command.ts'
import { diffCommand } from './diff/command.ts'
import { docsCommand } from './docs/command.ts'
import { doctorCommand } from './doctor/command.ts'
import { EXIT_CODES_HELP } from './exit-codes.ts'
import { explainCommand } from './explain/command.ts'
import { exploreCommand } from './explore/command.ts'
import { listCommand } from './list/command.ts'
import { mergeCommand } from './merge/command.ts'
import { serveCommand } from './serve/command.ts'
import { testCommand } from './test/command.ts'
import { vectorsCommand } from './vectors/command.ts'
import { VERSION } from './version.ts'

const DOCUMENTS_HELP = `
Documents: plexor docs NAME prints docs/NAME.md, and plexor docs lists them all`

const COMMANDS = [
  testCommand,
  doctorCommand,
  exploreCommand,
  vectorsCommand,
  mergeCommand,
  diffCommand,
  compareCommand,
  explainCommand,
  checkCommand,
  listCommand,
  serveCommand,
  docsCommand,
  completionCommand,
]

/**
 * Creates the `plexor` command with its sub-commands. A sub-command loads its implementation when it runs, because most
 * need only a small part of Plexor.
 *
 * @param finish called with the exit code
 */
export function createProgram(finish: (exitCode: number) => void): Command {
  const root = new Command('plexor')
    .description('Tests the push notifications of Matrix servers from outside.')
    .version(VERSION, '-V, --version', 'print the version; with --json, what this version knows, for programs')
    .addHelpText('after', EXIT_CODES_HELP)
    .addHelpText('after', DOCUMENTS_HELP)
  for (const define of COMMANDS) root.addCommand(define(finish))
  return root
}
