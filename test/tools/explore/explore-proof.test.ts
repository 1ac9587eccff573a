import { join } from 'node:path'
import t from 'tap'
import { FAULTS } from '../../../reference/index.ts'
import { parseExploreArguments } from '../../../tools/explore/explore-arguments.ts'
import { explorationPage } from '../../../tools/explore/page.ts'
import { type ExploredRecord, openRecords } from '../../../tools/explore/records.ts'
import { shownElsewhere } from '../../../tools/explore/scope.ts'
import { shareLines } from '../../../tools/explore/shares.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

// What `npm run explore` explores, how it goes on after a part, and the page that it writes.

const parse = (...args: string[]) => parseExploreArguments(args, 0)

t.test('faults are explored that can show in pushes, counts, receipts, notifications or rules', async (t) => {
  const names = new Set(parse().tasks.map(({ name }) => name))
  for (const { name, breaks } of FAULTS) t.equal(names.has(name), shownElsewhere(breaks) === undefined, name)
  t.ok(names.has('receipts.ignored'))
  t.notOk(names.has('pushers.missing-lang-accepted'))
})

t.test('variants are explored instead, or the reference at three versions', async (t) => {
  t.ok(parse('--variants').tasks.every(({ kind }) => kind === 'variant'))
  t.equal(parse('--reference').tasks.length, 3)
  t.strictSame(parse('--reference', '--spec-version', 'v1.4').tasks, [
    { kind: 'reference', name: '', specVersion: 'v1.4' },
  ])
  t.equal(parse('receipts.ignored').tasks.length, 1)
})

for (const { args, message } of [
  { args: ['--time', '0'], message: '--time: expected a whole number from 1 to 86400, found "0"' },
  { args: ['--spec-version', 'v0'], message: '--spec-version: expected a version, found "v0"' },
  { args: ['nowhere'], message: 'Expected parts of names, found "nowhere", which none has' },
]) {
  t.test(`arguments are refused: ${args.join(' ')}`, async (t) => t.throws(() => parse(...args), { message }))
}

const RECORD: ExploredRecord = {
  kind: 'fault',
  name: 'receipts.ignored',
  specVersion: 'v1.19',
  at: '2026-11-28T23:00:00.000Z',
  commit: 'abc1234',
  timeMs: 10_000,
  durationMs: 11_000,
  histories: 20,
  steps: 300,
  found: [],
  unclear: [],
}
const FOUND = {
  id: 'explore/counts.receipts.marks-read',
  message: 'Expected 1, found 3\n  1. …',
  seed: 25,
  afterMs: 4_000,
}

t.test('explorations of the same are added up, in a file too', async (t) => {
  const path = join(temporaryFolder(t), 'records.jsonl')
  const records = openRecords(path)
  records.add(RECORD)
  records.add({ ...RECORD, found: [FOUND] })
  const read = openRecords(path)
  t.strictSame(read.all(), records.all())
  const [record] = read.all()
  t.match(record, { timeMs: 20_000, histories: 40, found: [{ afterMs: 14_000 }] })
})

t.test('the page has shares by topic, what was not found, and what was found where nothing is wrong', async (t) => {
  const records: ExploredRecord[] = [
    { ...RECORD, found: [FOUND] },
    { ...RECORD, name: 'receipts.not-shown' },
    { ...RECORD, kind: 'variant', name: 'payload.prio-omitted' },
    { ...RECORD, kind: 'reference', name: '', found: [FOUND] },
  ]
  t.strictSame(shareLines(records), ['receipts: 1 of 2 faults found', 'all: 1 of 2 faults found'])
  const page = explorationPage(records)
  t.match(page, '| receipts | 2 | 1 | 50 % | 4 s |')
  t.match(page, '| `receipts.not-shown` | Receipts are not in /sync | 10 s | 20 |')
  t.match(page, '| 1 conforming variant | 10 s | 20 | 300 | 0 |')
  t.match(page, '- `reference` at v1.19: `explore/counts.receipts.marks-read`, seed 25: Expected 1, found 3\n')
})
