import { Command } from 'commander'
import { CHECK_FORMATS } from '../check/report/formats.ts'
import { DIFF_FORMATS } from '../reports/diff-reports.ts'
import { FORMATS } from '../reports/writer.ts'
import { NEWEST } from '../spec/versions.ts'
import { addServeCommand } from './serve/command.ts'
import { VERSION } from './version.ts'

const EXIT_CODES = `
Exit codes: 0 conformant, 1 not conformant, 2 wrong usage or configuration, 3 target unreachable or not to be judged`

const CHECK_EXIT_CODES = `
Exit codes: 0 nothing wrong, 1 findings, 2 wrong usage, 3 target of --execute unreachable`

const ROOM_SHAPE = '{"member_count": 3, "display_name"?, "power_levels"?, "creators"?, "version"?}'

/** Options of the commands that talk to a target. */
function withTargetOptions(command: Command): Command {
  return command
    .option(
      '--profile, --spec-version <VERSION>',
      'version of the specification to judge by: seed, v1.1 … v1.19, or auto (default: auto)',
    )
    .option('--timeout <SECONDS>', 'how long to wait for an answer, a push or a count (default: 10)')
    .option('--config <FILE>', 'configuration file with these options as keys (default: plexor.yaml, where it is)')
    .option('--registration-token-file <FILE>', 'token for registering accounts (or PLEXOR_REGISTRATION_TOKEN)')
    .option('--shared-secret-file <FILE>', "Synapse's registration_shared_secret (or PLEXOR_SHARED_SECRET)")
    .option('--target-ca <FILE>', "authority of the target's certificate, as PEM, where it is no well-known one")
    .option(
      '--device <FILE>',
      'a device that the push gateway to test can reach: app_id, pushkey and data as YAML or JSON; repeatable',
      collect,
    )
    .option(
      '--gateway-listen <ADDRESS>',
      'where to receive pushes: HOST, PORT or HOST:PORT (default: 127.0.0.1, free ports)',
    )
    .option('--gateway-url <URL>', 'base URL by which the target reaches that address, if it is another one')
    .option('--gateway-scheme <SCHEME>', 'http or https (default: https where the target takes it, else http)')
    .option('--gateway-tls <FOLDER>', "keep the gateway's certificate there; its ca.pem is for the target to trust")
}

/**
 * The `plexor` command, its sub-commands and their options. What a sub-command does is loaded when it is asked for: most
 * need little of what there is.
 *
 * @param finish gets the exit code
 */
export function createProgram(finish: (exitCode: number) => void): Command {
  const root = new Command('plexor')
    .description('Checks how Matrix servers do push notifications, from outside.')
    .version(VERSION)
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ showGlobalOptions: true })
  withTargetOptions(root.command('test'))
    .description('run the suites against a target')
    .argument(
      '[TARGET]',
      'URL of a homeserver, gateway:URL for a push gateway, ref: or gateway:ref: for the built-in ones (default: ref:)',
    )
    .option('--only <PATTERN>', 'run only these cases: an area, an id, or a pattern with *; repeatable', collect)
    .option('--skip <PATTERN>', 'run all but these; repeatable', collect)
    .option('--jobs <NUMBER>', 'how many cases run at once (default: 8)')
    .option('--level <LEVEL>', 'weakest level that fails: must, stated, schema or should (default: schema)')
    .option('--repeat <NUMBER>', 'run each case so often, and tell which cases do not always end alike (default: 1)')
    .option('--shard <I/N>', 'run the I-th of N parts of the cases; plexor merge puts the reports together')
    .option('--baseline <FILE>', 'known failures of the target; red is only what is new')
    .option('--write-baseline <FILE>', 'write the failures of this run as known ones; reasons already there are kept')
    .option('--report <FORMAT=FILE>', `${FORMATS.join(', ')}; repeatable; without FILE to standard output`, collect)
    .option('--verbose', 'show every case that did not plainly pass')
    .addHelpText('after', EXIT_CODES)
    .action(async (target, options) => finish(await (await import('./test/run.ts')).test(target, options)))
  withTargetOptions(root.command('doctor'))
    .description('find out whether a target can be tested, and what to change if not')
    .argument('<TARGET>', 'URL of a homeserver, gateway:URL for a push gateway, ref: or gateway:ref:')
    .option('--json', 'print an object for programs')
    .addHelpText('after', EXIT_CODES)
    .action(async (target, options) => finish(await (await import('./doctor/run.ts')).doctor(target, options)))
  root
    .command('vectors')
    .description('check what evaluates push rules, without a server: Plexor itself, or a program of yours')
    .option('--run <COMMAND>', 'the program to ask (docs/vectors.md says how it is asked)')
    .option('--profile, --spec-version <VERSION>', 'ask for this version only (default: all that the program knows)')
    .option('--only <PATTERN>', 'ask only these vectors: a theme, an id, or a pattern with *; repeatable', collect)
    .option('--skip <PATTERN>', 'ask all but these; repeatable', collect)
    .option('--level <LEVEL>', 'weakest level that fails: must, stated, schema or should (default: schema)')
    .option('--timeout <SECONDS>', 'how long the program may take for an answer (default: 5)')
    .option('--baseline <FILE>', 'known failures of the program; red is only what is new')
    .option('--report <FORMAT=FILE>', `${FORMATS.join(', ')}; repeatable; without FILE to standard output`, collect)
    .option('--verbose', 'show every vector that did not plainly pass')
    .addHelpText('after', EXIT_CODES)
    .action(async (options) => finish(await (await import('./vectors/run.ts')).checkVectors(options)))
  root
    .command('merge')
    .description('put the JSON reports of shards together')
    .argument('<FILE...>', 'what test --shard --report json=FILE wrote, of every shard')
    .option('--write-baseline <FILE>', 'write the failures of the whole as known ones; reasons already there are kept')
    .option('--report <FORMAT=FILE>', `${FORMATS.join(', ')}; repeatable; without FILE to standard output`, collect)
    .option('--verbose', 'show every case that did not plainly pass')
    .addHelpText('after', EXIT_CODES)
    .action(async (files, options) => finish((await import('./merge/run.ts')).merge(files, options)))
  root
    .command('diff')
    .description('compare two JSON reports: what regressed, what was fixed, what is new or gone')
    .argument('<BEFORE>', 'what test --report json=FILE wrote')
    .argument('<AFTER>', 'the same, later')
    .option(
      '--report <FORMAT=FILE>',
      `${DIFF_FORMATS.join(', ')}; repeatable; without FILE to standard output`,
      collect,
    )
    .addHelpText('after', '\nExit codes: 0 nothing regressed, 1 something did, 2 wrong usage')
    .action(async (before, after, options) => finish((await import('./diff/run.ts')).diff(before, after, options)))
  root
    .command('explain')
    .description('tell which push rule decides about an event, and why none before it does')
    .requiredOption('--rules <FILE>', 'a ruleset, the body of GET /pushrules/, or m.push_rules, as JSON')
    .requiredOption('--event <FILE>', 'the event, with its room_id, as JSON')
    .option('--room <FILE>', `what the rules may ask about the room, as JSON: ${ROOM_SHAPE}`)
    .option('--user <ID>', 'the owner of the rules')
    .option('--defaults', 'add the default rules of the version to those of the file; needs --user')
    .option(
      '--profile, --spec-version <VERSION>',
      `version of the specification: seed, v1.1 … v1.19 (default: ${NEWEST})`,
    )
    .option('--json', 'print an object for programs')
    .action(async (options) => finish((await import('./explain/run.ts')).explainCommand(options)))
  root
    .command('check')
    .description('check the examples in texts about push: rules, events, requests')
    .argument('[FILE...]', 'Markdown, YAML or JSON; folders; - for standard input')
    .option(
      '--profile, --spec-version <VERSION>',
      `version of the specification: seed, v1.1 … v1.19 (default: ${NEWEST})`,
    )
    .option('--level <SEVERITY>', 'weakest severity that fails: error, warning or note (default: error)')
    .option(
      '--report <FORMAT=FILE>',
      `${CHECK_FORMATS.join(', ')}; repeatable; without FILE to standard output`,
      collect,
    )
    .option('--fix', 'make the mends that are certain, in place')
    .option('--execute', 'send the requests of the examples to a homeserver, in their order')
    .option('--target <URL>', 'that homeserver (default: ref:, the built-in reference)')
    .option('--stdin-name <NAME>', 'what to call standard input, whose ending says what it is (default: stdin.md)')
    .option('--list-rules', 'list what can be found, with the ids by which a comment ignores it')
    .addHelpText('after', CHECK_EXIT_CODES)
    .action(async (files, options) => finish(await (await import('./check/run.ts')).check(files, options)))
  root
    .command('list')
    .description('list the cases')
    .option('--only <PATTERN>', 'list only these cases: an area, an id, or a pattern with *; repeatable', collect)
    .option('--skip <PATTERN>', 'list all but these; repeatable', collect)
    .option('--requirements', 'list the requirements instead')
    .option('--coverage', 'list which cases verify which requirement')
    .option('--faults', 'list the faults that the reference can be given')
    .option('--variants', 'list the ways in which the reference can be different and right')
    .option('--json', 'print a list for programs')
    .action(async (options) => finish((await import('./list/run.ts')).list(options)))
  addServeCommand(root, finish)
  return root
}

/** Gathers the values of an option that may be given several times. */
function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value]
}
