import type { OptionTable } from './option.ts'
import { CHECK_OPTIONS } from './table.ts'
import { file, SWITCH, text } from './value-types.ts'

/** Options of `check`, with those that say which findings count. */
export const CHECK_COMMAND_OPTIONS = {
  ...CHECK_OPTIONS,
  config: {
    type: file(),
    help: 'configuration file, whose key "check" says what is checked, and how',
    defaultText: 'plexor.yaml, if it exists',
  },
  since: {
    type: text('a revision of Git', 'REVISION'),
    help: 'report only what is new since this revision, such as the branch to merge into',
    defaultText: 'everything',
  },
  baseline: {
    type: file(),
    help: 'known findings, which are not reported; entries for findings that are gone fail',
    defaultText: 'none',
  },
  lsp: { type: SWITCH, help: 'serve an editor on standard input and output, with the Language Server Protocol' },
  updateBaseline: { type: SWITCH, help: 'write all findings into the file of --baseline' },
} as const satisfies OptionTable
