import { COMPARISON_FORMATS, DIFF_FORMATS, FORMATS } from '../../reports/formats.ts'
import { DEFAULT_JUDGED_LEVEL, JUDGED_LEVELS } from '../../run/judged-level.ts'
import { NEWEST } from '../../spec/versions.ts'
import type { OptionTable } from './option.ts'
import {
  file,
  folder,
  HTTP_URL,
  LISTEN_ADDRESS,
  oneOf,
  pattern,
  report,
  SHARD,
  SPEC_VERSION,
  SPEC_VERSION_OR_AUTO,
  SWITCH,
  seconds,
  TARGET,
  text,
  wholeNumber,
} from './value-types.ts'

// Every option of every command but `serve` (serve-table.ts) and `check` (check-table.ts). What several commands share
// comes first.

const GATEWAY_SCHEMES = ['http', 'https'] as const

/** Option of every command that writes reports. */
export const REPORT = {
  type: report(FORMATS),
  help: `write a report: ${FORMATS.join(', ')}; without FILE to standard output`,
  isRepeatable: true,
  isConfigKey: true,
  defaultText: 'pretty',
} as const satisfies OptionTable[string]

const VERBOSE = {
  type: SWITCH,
  help: 'show every case that did not plainly pass',
  isConfigKey: true,
} as const satisfies OptionTable[string]

const LEVEL = {
  type: oneOf(JUDGED_LEVELS, 'LEVEL'),
  help: `weakest level of requirements that fails: ${JUDGED_LEVELS.join(', ')}`,
  default: DEFAULT_JUDGED_LEVEL,
  isConfigKey: true,
} as const satisfies OptionTable[string]

const BASELINE = {
  type: file(),
  help: 'known failures of the target; only other failures are red',
  isConfigKey: true,
} as const satisfies OptionTable[string]

const WRITE_BASELINE = {
  type: file(),
  help: 'write the failures of the run as known ones; reasons that are already in the file stay',
} as const satisfies OptionTable[string]

const JSON_OUTPUT = { type: SWITCH, help: 'print JSON for programs' } as const satisfies OptionTable[string]

/** Version of the specification for commands that have no target to ask. */
export const FIXED_SPEC_VERSION = {
  type: SPEC_VERSION,
  help: `version of the specification to follow: ${SPEC_VERSION.expected}`,
  default: NEWEST,
  alias: 'profile',
} as const satisfies OptionTable[string]

const SELECTION = {
  only: {
    type: pattern('a pattern: an area, an id, or text with *'),
    help: 'run these cases only: an area, an id, or a pattern with *',
    isRepeatable: true,
    isConfigKey: true,
    defaultText: 'all cases',
  },
  skip: {
    type: pattern('a pattern: an area, an id, or text with *'),
    help: 'leave out these cases: an area, an id, or a pattern with *',
    isRepeatable: true,
    isConfigKey: true,
    defaultText: 'none',
  },
  requirement: {
    type: text('the id of a requirement, or text with *', 'ID'),
    help: 'run only the cases that verify this requirement: an id, or a pattern with *',
    isRepeatable: true,
    isConfigKey: true,
    defaultText: 'all requirements',
  },
} as const satisfies OptionTable

/** Options about the target of `test` and `doctor`. */
export const TARGET_OPTIONS = {
  specVersion: {
    type: SPEC_VERSION_OR_AUTO,
    help: `version of the specification to test against: ${SPEC_VERSION_OR_AUTO.expected}`,
    default: 'auto',
    defaultText: 'auto, the newest that the target supports',
    alias: 'profile',
    isConfigKey: true,
  },
  timeout: {
    type: seconds(0.1),
    help: 'maximum time to wait for a response, a push or an unread count',
    default: 10,
    isConfigKey: true,
  },
  wait: {
    type: seconds(0),
    help: 'maximum time to wait, before anything else, for a target that is starting',
    default: 0,
    isConfigKey: true,
  },
  config: {
    type: file(),
    help: 'configuration file, with these options as keys',
    defaultText: 'plexor.yaml, if it exists',
  },
  registrationTokenFile: {
    type: file(),
    help: 'file with a token for registering accounts',
    defaultText: 'the environment variable PLEXOR_REGISTRATION_TOKEN',
    isConfigKey: true,
  },
  sharedSecretFile: {
    type: file(),
    help: "file with Synapse's registration_shared_secret",
    defaultText: 'the environment variable PLEXOR_SHARED_SECRET',
    isConfigKey: true,
  },
  targetCa: {
    type: file(),
    help: "certificate of the target's CA, as PEM, if it is not a well-known CA",
    isConfigKey: true,
  },
  device: {
    type: file('the path of a file with devices'),
    help: 'file with devices that the push gateway can reach, in YAML or JSON: app_id, pushkey and data',
    isRepeatable: true,
    isConfigKey: true,
  },
  provider: {
    type: folder(),
    help: 'start push services for the push gateway to send to, so that the cases see what arrives at a device; this folder stores what the gateway has to be configured with',
    isConfigKey: true,
  },
  providerListen: {
    type: LISTEN_ADDRESS,
    help: 'address that these push services listen on, with its port and the three after it: HOST, PORT or HOST:PORT',
    default: { host: '127.0.0.1', port: 8010 },
    defaultText: '127.0.0.1:8010',
    isConfigKey: true,
  },
  providerHost: {
    type: text('a host name or an IP address', 'HOST'),
    help: 'host by which the push gateway reaches that address, if it is another one',
    isConfigKey: true,
  },
  providerUrl: {
    type: HTTP_URL,
    help: 'instead, URL of the provider that plexor serve runs',
    isConfigKey: true,
  },
  gatewayListen: {
    type: LISTEN_ADDRESS,
    help: "address that Plexor's gateway listens on for pushes: HOST, PORT or HOST:PORT",
    default: { host: '127.0.0.1', port: 0 },
    defaultText: '127.0.0.1 with free ports',
    isConfigKey: true,
  },
  gatewayUrl: {
    type: HTTP_URL,
    help: 'base URL by which the target reaches that address, if it is another one',
    isConfigKey: true,
  },
  gatewayScheme: {
    type: oneOf(GATEWAY_SCHEMES, 'SCHEME'),
    help: "scheme of that gateway's URL: http or https",
    defaultText: 'https if the target accepts it, else http',
    isConfigKey: true,
  },
  gatewayTls: {
    type: folder(),
    help: "folder that stores the gateway's certificate; add its ca.pem to the target's trust store",
    defaultText: 'a new certificate for each run',
    isConfigKey: true,
  },
} as const satisfies OptionTable

/** Options of `test`. */
export const TEST_OPTIONS = {
  ...SELECTION,
  jobs: {
    type: wholeNumber(1, 256),
    help: 'number of cases that run at once',
    defaultText: '8, fewer while they make the target slow',
    isConfigKey: true,
  },
  level: LEVEL,
  repeat: {
    type: wholeNumber(1, 1000),
    help: 'number of times that each case runs; the report lists flaky cases',
    default: 1,
    isConfigKey: true,
  },
  settle: {
    type: seconds(1),
    help: 'time to wait, once for all cases that need it, for what the target does in the background, such as summing up counts',
    defaultText: 'these cases are not applicable',
    isConfigKey: true,
  },
  halfway: {
    type: text('a command', 'COMMAND'),
    help: 'command to run after half of the cases, while none is in progress, such as one that restarts the target',
    defaultText: 'none; cases that look at the target before and after it are not applicable',
    isConfigKey: true,
  },
  halfwayTimeout: {
    type: seconds(0.1),
    help: 'maximum time for that command, and then for the target to respond again',
    default: 300,
    isConfigKey: true,
  },
  timeLimit: {
    type: seconds(0.1, 604_800),
    help: 'maximum time of the whole run: when it is over, the run ends, and the reports have what was judged so far',
    defaultText: 'no limit',
    isConfigKey: true,
  },
  maxFailures: {
    type: wholeNumber(1, 1_000_000),
    help: 'number of red cases after which no further case starts',
    defaultText: 'no limit',
    isConfigKey: true,
  },
  rerun: {
    type: file(),
    help: 'run only the cases that were red, inconclusive or not reached in this JSON report',
  },
  shard: { type: SHARD, help: 'run part I of N of the cases; plexor merge combines the reports' },
  baseline: BASELINE,
  writeBaseline: WRITE_BASELINE,
  report: REPORT,
  name: {
    type: text('a name', 'NAME'),
    help: 'name of the target in the reports, such as "Synapse 1.163.2"',
    defaultText: 'the name that it gives itself',
    isConfigKey: true,
  },
  verbose: VERBOSE,
  ...TARGET_OPTIONS,
} as const satisfies OptionTable

/** Keys of `plexor.yaml`: the target, and the options of `test` that are the same in every run. */
export const CONFIG_KEYS = {
  target: { type: TARGET, help: 'target to test', default: 'ref:', isConfigKey: true },
  ...TEST_OPTIONS,
} as const satisfies OptionTable

/** Options of `doctor`. */
export const DOCTOR_OPTIONS = { json: JSON_OUTPUT, ...TARGET_OPTIONS } as const satisfies OptionTable

/** Options of `vectors`. */
export const VECTORS_OPTIONS = {
  run: {
    type: text('a command', 'COMMAND'),
    help: 'program to ask; docs/vectors.md describes the protocol',
    defaultText: "Plexor's own rule engine",
  },
  specVersion: {
    ...TARGET_OPTIONS.specVersion,
    defaultText: 'auto, every version that the program supports',
  },
  only: {
    ...SELECTION.only,
    help: 'ask these vectors only: a theme, an id, or a pattern with *',
    defaultText: 'all vectors',
  },
  skip: { ...SELECTION.skip, help: 'leave out these vectors: a theme, an id, or a pattern with *' },
  requirement: {
    ...SELECTION.requirement,
    help: 'ask only the vectors that verify this requirement: an id, or a pattern with *',
  },
  level: LEVEL,
  timeout: { type: seconds(0.01), help: 'deadline of the program for each question', default: 5 },
  baseline: { ...BASELINE, help: 'known failures of the program; only other failures are red' },
  writeBaseline: WRITE_BASELINE,
  report: REPORT,
  verbose: { ...VERBOSE, help: 'show every vector that did not plainly pass' },
} as const satisfies OptionTable

/** Options of `merge`. */
export const MERGE_OPTIONS = {
  writeBaseline: WRITE_BASELINE,
  report: REPORT,
  verbose: VERBOSE,
} as const satisfies OptionTable

/** Options of `diff`. */
export const DIFF_OPTIONS = {
  report: {
    ...REPORT,
    type: report(DIFF_FORMATS),
    help: `write a report: ${DIFF_FORMATS.join(', ')}; without FILE to standard output`,
    defaultText: 'text',
  },
} as const satisfies OptionTable

/** Options of `compare`. */
export const COMPARE_OPTIONS = {
  name: {
    type: text('the name of an implementation', 'NAME'),
    help: 'names of the implementations, in the order of the reports',
    isRepeatable: true,
    defaultText: 'the names that the targets give themselves',
  },
  pages: {
    type: text('a URL or a folder', 'PREFIX'),
    help: 'where the HTML reports are, for links to them: PREFIX/NAME.html for the report NAME.json',
  },
  report: {
    ...REPORT,
    type: report(COMPARISON_FORMATS),
    help: `write a report: ${COMPARISON_FORMATS.join(', ')}; without FILE to standard output`,
    defaultText: 'text',
  },
} as const satisfies OptionTable

const ROOM_SHAPE = '{"member_count": 3, "display_name"?, "power_levels"?, "creators"?, "version"?}'

/** Options of `explain`. */
export const EXPLAIN_OPTIONS = {
  rules: {
    type: file(),
    help: 'a ruleset, the body of GET /pushrules/, or m.push_rules, as JSON',
  },
  event: {
    type: text('a file, or with --target the ID of an event', 'EVENT'),
    help: 'the event, with its room_id, as JSON; with --target its ID, and without one the last events of the room',
  },
  room: {
    type: text('a file, or with --target the ID of a room', 'ROOM'),
    help: `properties of the room that rules can test, as JSON: ${ROOM_SHAPE}; with --target its ID`,
  },
  target: {
    type: HTTP_URL,
    help: 'homeserver of an account, to explain with its rules; it is only read, and nothing is marked as read',
  },
  userTokenFile: { type: file(), help: 'file with the access token of that account' },
  user: { type: text('the ID of a user, such as @alice:example.org', 'ID'), help: 'the owner of the rules' },
  defaults: { type: SWITCH, help: 'add the default rules of the version to those of the file; needs --user' },
  specVersion: FIXED_SPEC_VERSION,
  json: JSON_OUTPUT,
} as const satisfies OptionTable

/** Options of `list`. */
export const LIST_OPTIONS = {
  only: { ...SELECTION.only, help: 'list these cases only: an area, an id, or a pattern with *' },
  skip: SELECTION.skip,
  requirement: {
    ...SELECTION.requirement,
    help: 'list only the cases that verify this requirement: an id, or a pattern with *',
  },
  specVersion: {
    type: SPEC_VERSION,
    help: `list only what applies to this version of the specification: ${SPEC_VERSION.expected}`,
    defaultText: 'every version',
    alias: 'profile',
  },
  requirements: { type: SWITCH, help: 'list the requirements instead' },
  coverage: { type: SWITCH, help: 'list what verifies each requirement' },
  faults: { type: SWITCH, help: 'list the faults that the reference can have' },
  variants: { type: SWITCH, help: 'list the conforming variants of the reference' },
  json: JSON_OUTPUT,
} as const satisfies OptionTable
