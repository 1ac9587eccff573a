import { CHECK_FORMATS } from '../../check/report/formats.ts'
import { SEVERITIES } from '../../check/severity.ts'
import type { OptionTable } from './option.ts'
import { FIXED_SPEC_VERSION, REPORT } from './table.ts'
import { file, oneOf, report, SPEC_VERSION, SWITCH, text } from './value-types.ts'

/** Options of `check`. */
export const CHECK_OPTIONS = {
  specVersion: {
    ...FIXED_SPEC_VERSION,
    help: `version of the specification to check against: ${SPEC_VERSION.expected}`,
  },
  level: {
    type: oneOf(SEVERITIES, 'SEVERITY'),
    help: 'weakest severity that fails: error, warning or note',
    default: 'error',
  },
  report: {
    ...REPORT,
    type: report(CHECK_FORMATS),
    help: `write a report: ${CHECK_FORMATS.join(', ')}; without FILE to standard output`,
    defaultText: 'text',
  },
  fix: { type: SWITCH, help: 'apply the fixes that are certain, in place' },
  execute: { type: SWITCH, help: 'send the requests of the examples to a homeserver, in order' },
  target: {
    type: text('the URL of a homeserver, or ref:', 'URL'),
    help: 'homeserver for --execute',
    defaultText: 'ref:, the built-in reference',
  },
  stdinName: {
    type: text('a file name', 'NAME'),
    help: 'name of standard input; its ending says which format it has',
    default: 'stdin.md',
  },
  listRules: { type: SWITCH, help: 'list the rules, with the ids that comments can ignore' },
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
