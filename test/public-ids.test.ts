import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { RULES } from '../check/index.ts'
import { FAULTS, PUSH_GATEWAY_FAULTS, PUSH_GATEWAY_VARIANTS, UNSPECIFIED_FAULTS, VARIANTS } from '../reference/index.ts'
import { type Requirement, requirements } from '../spec/index.ts'
import { allCases as cases } from '../suites/index.ts'
import { vectors } from '../suites/vectors/index.ts'
import { runPlexor } from './cli/run-plexor.ts'
import { temporaryFolder } from './temporary-folder.ts'

const SNAPSHOT = new URL('public-ids.txt', import.meta.url)

/** Returns the exit codes with their meaning, as `plexor --help` prints them. */
async function exitCodes(): Promise<string[]> {
  const { stdout } = await runPlexor(temporaryFolder(t), ['--help'])
  const [, list = ''] = /^Exit codes: (.*)$/m.exec(stdout) ?? []
  return list.split(', ').map((code) => `exit-code ${code}`)
}

const ids = [
  ...cases.map(({ id }) => `case ${id}`),
  ...requirements.map(({ id }) => `requirement ${id}`),
  ...[...FAULTS, ...UNSPECIFIED_FAULTS, ...PUSH_GATEWAY_FAULTS].map(({ name }) => `fault ${name}`),
  ...[...VARIANTS, ...PUSH_GATEWAY_VARIANTS].map(({ name }) => `variant ${name}`),
  ...Object.keys(RULES).map((rule) => `check-rule ${rule}`),
  ...(await exitCodes()),
]

t.test('ids are public: none of them goes away, and new ones are written down', async (t) => {
  const text = existsSync(SNAPSHOT) ? readFileSync(SNAPSHOT, 'utf8') : ''
  const known = new Set(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
  for (const id of known) {
    t.ok(
      ids.includes(id),
      `"${id}" is gone. Ids of cases, requirements and faults, and exit codes, are public: baselines, scripts and ` +
        'links name them. Bring it back; or, where this is a breaking change on purpose, take its line out of ' +
        'test/public-ids.txt by hand and add it to CHANGELOG.md',
    )
  }
  const added = ids.filter((id) => !known.has(id))
  if (added.length > 0 && process.env.UPDATE_IDS === '1') {
    const heading = text.split('\n').filter((line) => line.startsWith('#'))
    writeFileSync(SNAPSHOT, `${[...heading, ...[...known, ...added].sort()].join('\n')}\n`)
  } else {
    t.strictSame(added, [], 'new ids: run "UPDATE_IDS=1 tap run test/public-ids.test.ts" to write them down')
  }
})

t.test('every id is there once', async (t) => {
  t.strictSame(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  )
})

t.test('every requirement has a case or a vector, or says why it has none', async (t) => {
  const verified = new Set([...cases.flatMap(({ verifies }) => verifies), ...vectors.map((one) => one.requirement)])
  const isExcluded = ({ excluded }: Requirement) => excluded !== undefined
  const idsOf = (matches: (row: Requirement) => boolean) => requirements.filter(matches).map(({ id }) => id)
  t.strictSame(
    idsOf((row) => !verified.has(row.id) && !isExcluded(row)),
    [],
    'neither a case or vector, nor a reason in "excluded"',
  )
  t.strictSame(
    idsOf((row) => verified.has(row.id) && isExcluded(row)),
    [],
    'a case or vector, and yet a reason why there is none',
  )
})
