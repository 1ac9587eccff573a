import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parse } from 'yaml'
import manifest from '../package.json' with { type: 'json' }
import { temporaryFolder } from './temporary-folder.ts'

// The recipes for CI servers and containers: their shell steps run as they are written. Only what fetches something, git
// and npm, is replaced with programs that say how they were called; plexor.yaml selects a few cases.

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

const STUB = '#!/bin/sh\nprintf "%s\\n" "$(basename "$0") $*" >>"$CALLS"\n'

const folder = temporaryFolder(t, {
  'bin/npm': STUB,
  'bin/git': `${STUB}for last; do :; done\nln -s '${ROOT}' "$last"\n`,
  'work/plexor.yaml': 'only: errors\n',
})
for (const name of ['npm', 'git']) chmodSync(join(folder, 'bin', name), 0o755)
const work = join(folder, 'work')

/** Runs a script as a CI server does: it ends with the first command that fails. */
function run(shell: string[], script: string, variables: Record<string, string>) {
  const [program = 'sh', ...options] = shell
  const path = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter)
  const env = { PATH: path, HOME: folder, CALLS: join(folder, 'calls'), ...variables }
  const { status, stdout, stderr } = spawnSync(program, [...options, '-c', script], {
    cwd: work,
    env,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Returns how the replaced programs were called since the last time. */
function calls(): string[] {
  const { stdout } = spawnSync('sh', ['-c', 'cat calls; rm -f calls'], { cwd: folder, encoding: 'utf8' })
  return stdout.trimEnd().split('\n')
}

/** Finds a port that nothing listens on, in place of the port of a recipe. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const BASH = ['bash', '--noprofile', '--norc', '-eo', 'pipefail']

interface Step {
  name: string
  run?: string
  env?: Record<string, string>
}

interface ActionFile {
  inputs: Record<string, { default?: string }>
  runs: { steps: Step[] }
}

const action: ActionFile = parse(read('action.yml'))

/** Runs a step of action.yml with these inputs, as GitHub does, and returns its outputs too. */
function runStep(name: string, inputs: Record<string, string>) {
  const step = action.runs.steps.find((candidate) => candidate.name === name)
  const defaults = Object.entries(action.inputs).map(([input, { default: value = '' }]) => [input, value] as const)
  const values = new Map<string, string>([
    ...[...defaults, ...Object.entries(inputs)].map(([input, value]) => [`inputs.${input}`, value] as const),
    ['github.action_path', ROOT],
  ])
  const evaluate = (text: string) => text.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, key) => values.get(key) ?? `no ${key}`)
  const variables = Object.entries(step?.env ?? {}).map(([variable, value]) => [variable, evaluate(value)] as const)
  const temporary = join(folder, `runner-${values.get('inputs.target')}`)
  const files = { GITHUB_OUTPUT: `${temporary}-output`, GITHUB_STEP_SUMMARY: `${temporary}-summary` }
  const result = run(BASH, step?.run ?? 'exit 99', {
    ...Object.fromEntries(variables),
    ...files,
    RUNNER_TEMP: temporary,
  })
  const [outputs, summary] = Object.values(files).map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
  return { ...result, outputs, summary, reports: join(temporary, 'plexor-reports') }
}

t.test('the action installs only what running needs', async (t) => {
  t.match(runStep('Install Plexor', {}), { status: 0, stderr: '' })
  t.strictSame(calls(), [`npm ci --omit=dev --no-audit --no-fund --prefix ${ROOT}`])
})

t.test('the action tests a target, and writes outputs, a summary and every report', async (t) => {
  const { status, stdout, outputs, summary, reports } = runStep('Test the target', {
    target: 'ref:',
    options: '--only=errors\n--timeout=20\n',
  })
  t.equal(status, 0)
  t.match(stdout, /^✓ errors /m)
  t.equal(outputs, `reports=${reports}\nconclusion=conformant\n`)
  t.match(summary, 'conformant')
  for (const file of ['report.json', 'report.html', 'junit.xml', 'summary.md']) t.ok(existsSync(join(reports, file)))
})

t.test('a red run annotates what failed, and fails the step', async (t) => {
  const { status, stdout, outputs } = runStep('Test the target', {
    target: 'ref:recipients.own-events',
    options: '--only=recipients/own-message',
  })
  t.equal(status, 1)
  t.match(stdout, /^::error title=recipients\/own-message%3A /m)
  t.match(outputs, 'conclusion=not conformant\n')
})

t.test('a mistake in the inputs fails the step too', async (t) => {
  const { status, stderr } = runStep('Test the target', { target: 'ref:', baseline: 'missing.yaml' })
  t.equal(status, 2)
  t.match(stderr, 'Cannot read the baseline "missing.yaml"')
})

t.test('every expression of the action is one that the test knows', async (t) => {
  t.strictSame(
    [...read('action.yml').matchAll(/\$\{\{ (\w+)\./g)].map(([, context]) => context).filter((c) => c !== 'inputs'),
    ['steps', 'steps', 'github', 'github', 'steps'],
  )
})

t.test('the job for GitLab', async (t) => {
  const { plexor } = parse(read('examples/ci/gitlab.yml'))
  const script = plexor.script.join('\n').replaceAll('8470', String(await freePort()))
  const { status, stdout } = run(['sh', '-e'], script, { ...plexor.variables, TARGET: 'ref:' })
  t.equal(status, 0)
  t.match(stdout, /^✓ errors /m)
  t.strictSame(calls(), [
    `git clone --quiet --depth 1 ${plexor.variables.REPOSITORY} plexor`,
    'npm ci --omit=dev --no-audit --no-fund --prefix plexor',
  ])
  for (const file of [...plexor.artifacts.paths, plexor.artifacts.reports.junit])
    t.ok(existsSync(join(work, file)), file)
})

t.test('the command of the Compose file', async (t) => {
  const { services } = parse(read('examples/ci/compose.yaml'))
  t.ok(existsSync(join(ROOT, services.plexor.build.dockerfile)))
  const command = services.plexor.command
    .replace('http://homeserver:8008', 'ref:')
    .replace('http://plexor:', 'http://127.0.0.1:')
    .replaceAll('8470', String(await freePort()))
  const { status, stdout } = run(['sh', '-e'], `exec '${ROOT}/cli/plexor.js' ${command}`, {})
  t.equal(status, 0)
  t.match(stdout, /^✓ errors /m)
})

t.test('the steps of the Containerfile', async (t) => {
  const lines = read('examples/ci/Containerfile').split('\n')
  const ofKind = (kind: string) =>
    lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length))
  // The root of the image is this machine's, so the command is put elsewhere
  const here = (text: string) =>
    text.replaceAll('/usr/local/bin', join(folder, 'bin')).replaceAll('/plexor/cli', join(ROOT, 'cli'))
  for (const script of ofKind('RUN')) t.match(run(['sh', '-e'], here(script), {}), { status: 0, stderr: '' })
  t.strictSame(calls(), ['npm ci --omit=dev --no-audit --no-fund'])
  const [start, arguments_] = [ofKind('ENTRYPOINT'), ofKind('CMD')].map(([list = '[]']) => JSON.parse(list).join(' '))
  t.match(run(['sh', '-e'], `exec ${start} ${arguments_}`, {}), { status: 0, stdout: /^Usage: plexor /, stderr: '' })
})

t.test('the hooks for pre-commit start commands of the package', async (t) => {
  for (const { entry } of parse(read('.pre-commit-hooks.yaml'))) {
    const [program, ...command] = entry.split(' ')
    t.ok(program in manifest.bin)
    t.match(run(['sh', '-e'], `exec '${ROOT}/cli/plexor.js' ${command.join(' ')} --help`, {}), {
      status: 0,
      stderr: '',
    })
  }
})
