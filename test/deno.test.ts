import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import config from '../deno.json' with { type: 'json' }
import { createHomeserver, serve } from '../reference/index.ts'
import { runProgram } from '../tools/interop/run-program.ts'
import { temporaryFolder } from './temporary-folder.ts'

// The commands for Deno in the README work as they are written there, with the permissions that they name.

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const SECTION = README.slice(README.indexOf('\n## Run it on Deno'), README.indexOf('\n## Use it as a library'))

/** The commands of the section, each on one line. */
const COMMANDS = [...SECTION.replaceAll(/\\\n */g, '').matchAll(/^\$ (.+?)(?: +#.*)?$/gm)].map(([, line = '']) => line)

/** The command with the fewest permissions, without the words after `cli/main.ts`. */
const [RESTRICTED = '', ARGUMENTS = ''] =
  COMMANDS.filter((line) => line.startsWith('deno run '))
    .join('\n')
    .match(/^(deno run .+ cli\/main\.ts) (.+)$/)
    ?.slice(1) ?? []

const binaries = join(temporaryFolder(t), 'bin')
mkdirSync(binaries)
symlinkSync(join(ROOT, 'node_modules/deno/deno'), join(binaries, 'deno'))

/** Runs a line in a shell that finds Deno, and no other program. */
async function shell(line: string, folder = ROOT) {
  return await runProgram('/bin/sh', ['-c', `cd "${folder}" && ${line}`], undefined, {
    PATH: binaries,
    NO_COLOR: '1',
  })
}

/** Makes a folder with the repository as `deno install --prod` leaves it: without programs of packages. */
function withoutPrograms(t: Test): string {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'node_modules'))
  const names = [
    ...readdirSync(ROOT).filter((name) => name !== 'node_modules'),
    ...readdirSync(join(ROOT, 'node_modules')).map((name) => join('node_modules', name)),
  ]
  for (const name of names) if (!name.endsWith('.bin')) symlinkSync(join(ROOT, name), join(folder, name))
  return folder
}

/** History that shows a fault of receipts. */
const STORY = {
  schema: 1,
  specVersion: 'v1.19',
  histories: [
    {
      steps: [
        { do: 'create-room', room: 'room 1', by: 'bob', members: ['alice'] },
        { do: 'send', id: 'm1', room: 'room 1', by: 'bob', message: { kind: 'plain' } },
        { do: 'read', user: 'alice', room: 'room 1', message: 'm1', type: 'm.read' },
      ],
    },
  ],
}

t.test('a command that may not be started halfway is refused before the run', async (t) => {
  const line = `${RESTRICTED} test ref: --only pushers --halfway "exit 0"`
  const withoutPlace = await shell(line)
  t.equal(withoutPlace.code, 2)
  t.match(withoutPlace.output, /^plexor: --halfway: its output cannot be written to the folder for temporary files$/m)
  const withPlace = line.replace(/--allow-read=(\S+)/, `--allow-read=$1,${tmpdir()} --allow-write=${tmpdir()}`)
  const withoutShell = await shell(withPlace)
  t.equal(withoutShell.code, 2)
  t.match(withoutShell.output, /^plexor: Deno does not permit what this needs: add --allow-run=\/bin\/sh; /m)
})

t.test('the permissions that the README names are enough', async (t) => {
  const homeserver = createHomeserver({ delivery: { allowHttp: true, allowPrivateAddresses: true } })
  const server = await serve(homeserver)
  t.teardown(async () => {
    await server.close()
    await homeserver.close()
  })
  const report = join(temporaryFolder(t), 'report.json')
  const withFiles = RESTRICTED.replace(/(?<=--allow-read=\S+)(?= )/, `,README.md,${report} --allow-write=${report}`)
  const withoutCas = RESTRICTED.replace(' --allow-sys=ca', '')
  t.not(withoutCas, RESTRICTED)
  const lines = [
    `${RESTRICTED} ${ARGUMENTS} --only errors`,
    `${withoutCas} test ${server.url} --only errors`,
    `${withoutCas} doctor ${server.url}`,
    `${RESTRICTED} test gateway:ref: --only push-gateway/unknown-endpoint`,
    `${RESTRICTED} list`,
    `${RESTRICTED} vectors --only globs`,
    `${RESTRICTED} --help`,
    `${RESTRICTED} serve --help`,
    `${withFiles} check README.md`,
    `${withFiles} check README.md --execute`,
    `${withFiles} ${ARGUMENTS} --only errors --report json=${report}`,
    `${withFiles} merge ${report}`,
    `${withFiles} diff ${report} ${report}`,
  ]
  for (const line of lines) {
    const { code, output } = await shell(line)
    t.equal(code, 0, `${line}\n${output}`)
  }
})

t.test('histories need no further permissions, but those for their files', async (t) => {
  const folder = temporaryFolder(t)
  const histories = join(folder, 'histories.json')
  const cases = join(folder, 'cases.ts')
  const seeds = '--runs 1 --seed 5 --timeout 30'
  const none = await shell(`${RESTRICTED} explore ref: ${seeds}`)
  t.equal(none.code, 0, none.output)
  t.match(none.output, /✓ explore +\d+ passed, 0 failed/)
  writeFileSync(histories, JSON.stringify(STORY))
  const withFiles = RESTRICTED.replace(/(?<=--allow-read=\S+)(?= )/, `,${folder} --allow-write=${folder}`)
  const files = `--replay ${histories} --save ${histories} --write-case ${cases}`
  const found = await shell(`${withFiles} explore ref:receipts.ignored ${files} --timeout 4`)
  t.equal(found.code, 1, found.output)
  t.match(found.output, 'explore/counts.receipts.marks-read')
  t.match(readFileSync(histories, 'utf8'), '"finding": "explore/counts.receipts.marks-read"')
  t.match(readFileSync(cases, 'utf8'), "id: 'receipts/explored-counts-marks-read'")
})

t.test('a host that Deno may not connect to is named, with the permission', async (t) => {
  for (const host of ['127.0.0.2', 'matrix.example.org']) {
    const { code, output } = await shell(`${RESTRICTED} doctor http://${host}:1 --wait 60`)
    t.equal(code, 3, output)
    t.match(output, `Cannot reach the target at http://${host}:1: Deno may not connect to its host\n`)
    t.match(output, `--allow-net=${host},127.0.0.1`)
    t.notMatch(output, 'Waiting')
  }
})

t.test('a permission that is missing is named, without a stack trace', async (t) => {
  for (const flag of ['--allow-sys=ca', '--allow-net=127.0.0.1']) {
    const { code, output } = await shell(`${RESTRICTED.replace(` ${flag}`, '')} ${ARGUMENTS} --only errors`)
    t.not(code, 0, flag)
    t.match(output, flag)
    t.notMatch(output, /^ +at /m)
  }
})

t.test('each permission of the command has its reason, and no other is named as a part of it', async (t) => {
  const reasons = [...SECTION.matchAll(/^\| `(--[\w-]+)/gm)].map(([, option]) => option)
  const options = [...RESTRICTED.matchAll(/--(?:allow|ignore)-\w+/g)].map(([option]) => option)
  t.ok(options.length > 0)
  for (const option of options) t.ok(reasons.includes(option), option)
})

t.test('the tasks need nothing but Deno', async (t) => {
  for (const [name, command] of Object.entries(config.tasks)) {
    t.match(command, /^deno (?:run|test) /, name)
    t.notMatch(command, /\b(?:node|npm|npx|tsx)\b|node_modules/, name)
  }
  t.equal(config.tasks.start, `${RESTRICTED} test`, 'the start grants what the README names')
  for (const [, task = ''] of SECTION.matchAll(/deno task ([\w-]+)/g)) t.ok(Object.hasOwn(config.tasks, task), task)
})

t.test('a task runs where Deno is alone', async (t) => {
  const { code, output } = await shell('deno task start --only errors', withoutPrograms(t))
  t.equal(code, 0, output)
})
