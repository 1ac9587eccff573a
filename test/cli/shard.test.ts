import t from 'tap'
import { readSettings } from '../../cli/options/settings.ts'
import { plan } from '../../cli/test/open-run.ts'
import { UsageError } from '../../common/usage-error.ts'
import { cases } from '../../suites/index.ts'

for (const { text, shard } of [
  { text: '1/1', shard: { index: 1, count: 1 } },
  { text: '3/3', shard: { index: 3, count: 3 } },
  { text: '12/1000', shard: { index: 12, count: 1000 } },
]) {
  t.test(`${text} is a shard`, async (t) => t.strictSame(readSettings(undefined, { shard: text }).shard, shard))
}

for (const text of [
  '0/3',
  '4/3',
  '1/0',
  'a/b',
  '1',
  '1/',
  '/3',
  '',
  '1/3/3',
  '-1/3',
  '1.5/3',
  ' 1/3',
  '1/1001',
  '1/99999',
]) {
  t.test(`"${text}" is refused with one sentence`, async (t) => {
    t.throws(() => readSettings(undefined, { shard: text }), UsageError)
    t.throws(() => readSettings(undefined, { shard: text }), {
      message: new RegExp(`^--shard: expected [^\n]*, found "${text}"(; [^\n]*[^.])?$`),
    })
  })
}

t.test('a shard is a part of what is selected', async (t) => {
  const { selected, shard } = plan(readSettings(undefined, { only: ['pushers', 'schema'], shard: '1/2' }))
  t.strictSame(shard, {
    index: 1,
    count: 2,
    selected: cases.filter(({ area }) => ['pushers', 'schema'].includes(area)).length,
  })
  t.ok(selected.every(({ area }) => area === 'pushers' || area === 'schema'))
})

t.test('a shard without a case is not a green run', async (t) => {
  const messages = [1, 2].flatMap((index) => {
    try {
      plan(readSettings(undefined, { only: ['pushers/own-only', 'schema'], shard: `${index}/2` }))
      return []
    } catch (error) {
      return error instanceof UsageError ? [error.message] : ['another error']
    }
  })
  t.equal(messages.length, 1)
  t.match(
    messages[0],
    /^No case is left to run: none of the \d+ selected cases is in shard [12]\/2; make fewer shards$/,
  )
})
