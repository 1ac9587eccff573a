import { STEP_NAMES } from '../../explore/history.ts'
import type { OptionTable } from './option.ts'
import { TARGET_OPTIONS, TEST_OPTIONS } from './table.ts'
import { file, oneOf, seconds, wholeNumber } from './value-types.ts'

const { device: _, ...HOMESERVER_OPTIONS } = TARGET_OPTIONS

/** Largest seed, so that the seeds of all histories of an exploration are whole numbers of 32 bits. */
const MAX_SEED = 2_000_000_000

/** Options of `explore` that `test` does not have, or that mean something else there. */
export const OWN_EXPLORE_OPTIONS = {
  time: {
    type: seconds(1, 604_800),
    help: 'time after which no further history begins',
    default: 180,
  },
  runs: {
    type: wholeNumber(1, 1_000_000),
    help: 'maximum number of histories',
    defaultText: 'no limit but the time',
  },
  jobs: {
    type: wholeNumber(1, 64),
    help: 'number of histories that are run at once',
    default: 4,
  },
  only: {
    type: oneOf(STEP_NAMES, 'STEP'),
    help: `draw these kinds of steps only, besides those that a history begins with: ${STEP_NAMES.join(', ')}`,
    isRepeatable: true,
    defaultText: 'all kinds',
  },
  seed: {
    type: wholeNumber(0, MAX_SEED),
    help: 'number from which the histories follow, to draw the same ones again',
    defaultText: 'a new one each time',
  },
  save: {
    type: file(),
    help: 'write the shortest history of each finding to this file, as JSON',
  },
  writeCase: {
    type: file(),
    help: 'write a case of each finding to this file, as TypeScript for a folder of suites/',
  },
  replay: {
    type: file(),
    help: 'run the histories of this file, which --save wrote, instead of drawing some',
  },
} as const satisfies OptionTable

/** Options of `explore`. */
export const EXPLORE_OPTIONS = {
  ...OWN_EXPLORE_OPTIONS,
  level: TEST_OPTIONS.level,
  baseline: { ...TEST_OPTIONS.baseline, help: 'known findings; only others are red' },
  report: TEST_OPTIONS.report,
  verbose: TEST_OPTIONS.verbose,
  ...HOMESERVER_OPTIONS,
} as const satisfies OptionTable
