import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { RunResult } from '../../run/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

// Some of the time passes while a history waits for what does not come
t.jobs = 2

const STORY = {
  schema: 1,
  specVersion: 'v1.19',
  histories: [
    {
      steps: [
        { do: 'set-pusher', user: 'alice', device: 'phone' },
        { do: 'delete-pusher', user: 'alice', device: 'phone' },
      ],
    },
  ],
}

t.test('nothing is found on the reference, and the report says from which seed', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['explore', 'ref:', '--runs', '2', '--seed', '5', '--timeout', '30', '--report', 'json=explore.json']
  const { exitCode, stdout } = await runPlexor(folder, args)
  t.equal(exitCode, 0, stdout)
  t.match(stdout, /✓ explore +11 passed, 0 failed/)
  const result: RunResult = JSON.parse(readFileSync(join(folder, 'explore.json'), 'utf8'))
  t.match(result.remarks, [/^Ran 2 histories with \d+ steps, from the seed 5$/])
  t.strictSame(result.cases.map(({ id }) => id).sort(), [
    'explore/badge',
    'explore/counts',
    'explore/news',
    'explore/notifications',
    'explore/payload',
    'explore/pushers',
    'explore/pushes',
    'explore/receipts',
    'explore/responses',
    'explore/rules',
    'explore/tweaks',
  ])
})

t.test('a history of a file shows a fault, a baseline makes it known, and it is saved again', async (t) => {
  const folder = temporaryFolder(t, {
    'story.json': JSON.stringify(STORY),
    'known.yaml':
      'must-fail:\n  - case: explore/pushers.pushers.null-kind-deletes\n    reason: a fault of the reference\n',
  })
  const replay = ['explore', 'ref:pushers.delete-ignored', '--replay', 'story.json', '--timeout', '2']
  const found = await runPlexor(folder, [...replay, '--save', 'again.json'])
  t.equal(found.exitCode, 1, found.stdout)
  t.match(found.stdout, /explore\/pushers\.pushers\.null-kind-deletes/)
  t.match(found.stdout, /1\. Alice sets a pusher for the phone/)
  t.equal(found.stderr, 'plexor: Wrote 1 finding to again.json\n')
  const { histories } = JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8'))
  t.strictSame(histories, [{ finding: 'explore/pushers.pushers.null-kind-deletes', ...STORY.histories[0] }])
  const known = await runPlexor(folder, [...replay, '--baseline', 'known.yaml'])
  t.equal(known.exitCode, 0, known.stdout)
})

const MISTAKES: { what: string; args: string[]; stderr: RegExp }[] = [
  {
    what: 'an unknown kind of steps',
    args: ['--only', 'tea'],
    stderr: /^plexor: --only: expected .*, found "tea"/,
  },
  { what: 'a time that is too short', args: ['--time', '0'], stderr: /^plexor: --time: expected .*, found "0"\n$/ },
  { what: 'a seed that is not a number', args: ['--seed', 'x'], stderr: /^plexor: --seed: expected .*, found "x"\n$/ },
  {
    what: 'a file that is not there',
    args: ['--replay', 'none.json'],
    stderr: /^plexor: Cannot read the histories "none\.json": .*\n$/,
  },
  {
    what: 'a file without histories',
    args: ['--replay', 'empty.json'],
    stderr: /^plexor: Cannot use "empty\.json": expected a file that --save wrote, with "schema": 1, found \{\}\n$/,
  },
  {
    what: 'a file that cannot be written',
    args: ['--save', 'no/folder.json'],
    stderr: /^plexor: Cannot write the histories "no\/folder\.json": .*\n$/,
  },
]

for (const { what, args, stderr } of MISTAKES) {
  t.test(`${what} is refused with one sentence`, async (t) => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'empty.json'), '{}')
    const result = await runPlexor(folder, ['explore', 'ref:', ...args])
    t.equal(result.exitCode, 2)
    t.match(result.stderr, stderr)
    t.equal(result.stdout, '')
  })
}

t.test('a push gateway is refused', async (t) => {
  const { exitCode, stderr } = await runPlexor(temporaryFolder(t), ['explore', 'gateway:ref:'])
  t.equal(exitCode, 2)
  t.match(stderr, /^plexor: plexor explore: expected the URL of a homeserver, or ref:, found the push gateway/)
})
