import { readFileSync } from 'node:fs'
import t from 'tap'
import { holes, PEERS, type Peer, problemOf, rowsOf } from '../../../tools/peers/peer-row.ts'
import { renderPeers } from '../../../tools/peers/render-peers.ts'

const ROW = { id: 'X1', test: 'A test', shows: 'What it observes' }
const COVERED = { ...ROW, cases: ['gateway-payload/request'] }

t.test('every row of every suite names cases that there are, or a reason', async (t) => {
  for (const peer of Object.keys(PEERS) as Peer[]) t.not(rowsOf(peer).length, 0, `${PEERS[peer]} has rows`)
})

t.test('every behaviour that nobody else tests names cases that there are, or a reason', async (t) => {
  t.not(holes().length, 0)
})

t.test('the page is what the rows make', async (t) => {
  t.equal(readFileSync(new URL('../../../docs/peers.md', import.meta.url), 'utf8'), renderPeers())
})

t.test('a row is refused that leaves open what becomes of it', async (t) => {
  const refused: [string, unknown, string][] = [
    ['no row', 'ST1', 'expected a row, found "ST1"'],
    ['neither cases nor a reason', ROW, 'a row has either cases or excluded'],
    ['both', { ...COVERED, excluded: 'a reason' }, 'a row has either cases or excluded'],
    ['an empty list', { ...ROW, cases: [] }, 'cases has to be a list of case ids that is not empty'],
    ['an unknown case', { ...ROW, cases: ['gateway-payload/none'] }, 'there is no case gateway-payload/none'],
    ['an empty reason', { ...ROW, excluded: '' }, 'excluded has to be a text'],
    ['an unknown key', { ...COVERED, because: 'a reason' }, 'the key because is none that a row has'],
    ['no name', { ...COVERED, test: undefined }, 'test has to be a text'],
  ]
  for (const [name, row, problem] of refused) t.equal(problemOf(row), problem, name)
  t.equal(problemOf(COVERED), undefined, 'cases alone are enough')
  t.equal(problemOf({ ...ROW, excluded: 'a reason' }), undefined, 'a reason alone is enough')
})
