import t from 'tap'
import { casesOfShard } from '../../run/index.ts'
import { cases } from '../../suites/index.ts'

const early = cases.filter(({ runsLast }) => !runsLast)
const late = cases.filter(({ runsLast }) => runsLast)

t.test('every case is in one shard, and those that check the whole run are in all', async (t) => {
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

t.test('shards have about the same size', async (t) => {
  for (const count of [2, 4, 8]) {
    for (let index = 1; index <= count; index += 1) {
      const size = casesOfShard(early, { index, count }).length
      t.ok(size > (early.length / count) * 0.6 && size < (early.length / count) * 1.4, `${index}/${count} has ${size}`)
    }
  }
})

t.test('a case stays in its shard when others are added and removed', async (t) => {
  const shard = { index: 2, count: 3 }
  const half = early.filter((_, index) => index % 2 === 0)
  t.strictSame(
    casesOfShard(half, shard),
    casesOfShard(early, shard).filter((one) => half.includes(one)),
  )
  t.strictSame(casesOfShard([...early].reverse(), shard).reverse(), casesOfShard(early, shard))
})
