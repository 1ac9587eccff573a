import t from 'tap'
import { parseFaultsArguments } from '../../../tools/faults/faults-arguments.ts'

t.test('without arguments, two processes run everything', async (t) => {
  const choice = parseFaultsArguments([], 0)
  t.match(choice, { only: [], cases: [], everyCase: false, workers: 2 })
  t.notOk('part' in choice)
})

t.test('--part selects the part of the day, or the given one', async (t) => {
  t.strictSame(parseFaultsArguments(['--part', '7'], 9).part, { index: 3, count: 7 })
  t.strictSame(parseFaultsArguments(['--part', '2/7'], 9).part, { index: 2, count: 7 })
})

for (const args of [['--part', '0'], ['--part', '8/7'], ['--jobs', 'many'], ['--workers', '0'], ['--cake']]) {
  t.test(`${args.join(' ')} is refused`, async (t) => {
    t.throws(() => parseFaultsArguments(args, 0), Error)
  })
}
