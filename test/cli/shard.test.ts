import t from 'tap'
import { plan } from '../../cli/test/open-run.ts'
import { readSettings } from '../../cli/options/settings.ts'
import { UsageError } from '../../common/usage-error.ts'
import { casesOfShard, shardOf } from '../../run/shard.ts'
import { cases } from '../../suites/index.ts'

for (const { text, shard } of [
  { text: '1/1', shard: { index: 1, count: 1 } },
  { text: '3/3', shard: { index: 3, count: 3 } },
  { text: '12/1000', shard: { index: 12, count: 1000 } },
]) {
  t.test(`${text} is a shard`, async (t) => t.strictSame(shardOf(text), shard))
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
    t.throws(() => shardOf(text), UsageError)
    t.throws(() => shardOf(text), {
      message: new RegExp(`^The option --shard was given "${text}": it takes [^\n]*[^.]$`),
    })
  })
}

const early = cases.filter(({ runsLast }) => !runsLast)
const late = cases.filter(({ runsLast }) => runsLast)

t.test('every case is in one shard, and those that judge the whole run are in all', async (t) => {
  for (const count of [1, 2, 3, 7]) {
    const shards = [...Array(count).keys()].map((index) => casesOfShard(cases, { index: index + 1, count }))
    const found = shards.flat().filter(({ runsLast }) => !runsLast)
    t.equal(found.length, early.length)
    t.equal(new Set(found).size, early.length)
    for (const shard of shards)
      t.strictSame(
        shard.filter(({ runsLast }) => runsLast),
        late,
      )
  }
})

t.test('shards are of about the same size', async (t) => {
  for (const count of [2, 4, 8]) {
    for (let index = 1; index <= count; index += 1) {
      const size = casesOfShard(early, { index, count }).length
      t.ok(size > (early.length / count) * 0.6 && size < (early.length / count) * 1.4, `${index}/${count} has ${size}`)
    }
  }
})

t.test('a case stays in its shard when others come and go', async (t) => {
  const shard = { index: 2, count: 3 }
  const half = early.filter((_, index) => index % 2 === 0)
  t.strictSame(
    casesOfShard(half, shard),
    casesOfShard(early, shard).filter((one) => half.includes(one)),
  )
  t.strictSame(casesOfShard([...early].reverse(), shard).reverse(), casesOfShard(early, shard))
})

t.test('a shard is a part of what is selected', async (t) => {
  const { selected, shard } = plan(readSettings(undefined, { only: ['pushers', 'schema'], shard: '1/2' }))
  t.strictSame(shard, {
    index: 1,
    count: 2,
    selected: cases.filter(({ area }) => ['pushers', 'schema'].includes(area)).length,
  })
  t.ok(selected.every(({ area }) => area === 'pushers' || area === 'schema'))
})

t.test('a shard without a case is no green run', async (t) => {
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
    /^No case is left to run: of the \d+ selected ones, none falls into shard [12]\/2; make fewer shards$/,
  )
})
