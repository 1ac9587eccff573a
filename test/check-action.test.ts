import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parse } from 'yaml'
import { temporaryFolder } from './temporary-folder.ts'

// The action that checks documents: its step runs as it is written, in a clone with one commit.

const FILE = new URL('../.github/actions/check/action.yml', import.meta.url)

interface Action {
  inputs: Record<string, { default: string }>
  runs: { steps: { name?: string; run?: string; env?: Record<string, string> }[] }
}

const text = readFileSync(FILE, 'utf8')
const action: Action = parse(text)
const EMPTY = '{"rule_id": "a", "actions": []}'
const WRONG = '{"rule_id": "a", "actions": ["ring"]}'
const folder = temporaryFolder(t, { 'origin/old.json': WRONG, 'origin/docs/new file.json': EMPTY })

function git(at: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'protocol.file.allow=always']
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: join(folder, at), encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** Runs the step that checks, with these inputs, as GitHub does. */
function check(inputs: Record<string, string>) {
  const step = action.runs.steps.find(({ name }) => name === 'Check the documents')
  const values = new Map<string, string>([
    ...Object.entries(action.inputs).map(([name, { default: value }]) => [`inputs.${name}`, value] as const),
    ...Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value] as const),
    ['github.action_path', dirname(fileURLToPath(FILE))],
  ])
  const evaluate = (value: string) => value.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, key) => values.get(key) ?? `no ${key}`)
  const variables = Object.fromEntries(Object.entries(step?.env ?? {}).map(([key, value]) => [key, evaluate(value)]))
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'],
    {
      cwd: join(folder, 'clone'),
      env: {
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        HOME: folder,
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: join(folder, 'output'),
        ...variables,
      },
      encoding: 'utf8',
    },
  )
  return { status, stdout, stderr }
}

t.test('the action that checks documents', async (t) => {
  git('origin', 'init', '--quiet', '--initial-branch=main')
  git('origin', 'add', '.')
  git('origin', 'commit', '--quiet', '--message=one')
  git('origin', 'checkout', '--quiet', '-b', 'change')
  writeFileSync(join(folder, 'origin/docs/new file.json'), WRONG)
  git('origin', 'commit', '--quiet', '--all', '--message=two')
  git('.', 'clone', '--quiet', '--depth=1', '--branch=change', `file://${join(folder, 'origin')}`, 'clone')

  const all = check({})
  t.equal(all.status, 1)
  t.match(all.stdout, /^old\.json:1:\d+: error unknown-action: /m)
  t.match(all.stdout, /^::error .*file=docs\/new file\.json,/m)
  const sarif = join(folder, 'plexor-check/check.sarif')
  t.equal(readFileSync(join(folder, 'output'), 'utf8'), `sarif=${sarif}\n`)
  t.ok(existsSync(sarif))

  const isNew = check({ since: 'main', options: '--level=note\n' })
  t.equal(isNew.status, 1, isNew.stderr)
  t.notMatch(isNew.stdout, 'old.json')
  t.match(isNew.stdout, '1 error')

  t.match(check({ files: 'old.json\ndocs/new file.json\n', options: '--spec-version=v9' }), { status: 2 })
  t.match(check({ since: 'missing' }), { status: 128, stdout: '' })
})

t.test('every expression of the action is one that the test knows', async (t) => {
  const contexts = [...text.matchAll(/\$\{\{ (\w+)\./g)].map(([, context]) => context)
  t.strictSame(
    contexts.filter((one) => one !== 'inputs'),
    ['steps', 'github', 'github'],
  )
})
