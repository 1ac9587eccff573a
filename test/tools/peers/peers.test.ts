import { readFileSync } from 'node:fs'
import t from 'tap'
import { holes, PEERS, type Peer, problemOf, rowsOf } from '../../../tools/peers/peer-row.ts'
import { renderPeers } from '../../../tools/peers/render-peers.ts'

const ROW = { id: 'X1', test: 'A test', shows: 'What it observes' }
const COVERED = { ...ROW, cases: ['delivery/request'] }

t.test('every row of every suite has existing cases or a reason', async (t) => {
  for (const peer of Object.keys(PEERS) as Peer[]) t.not(rowsOf(peer).length, 0, `${PEERS[peer]} has rows`)
})

t.test('every behaviour that no other suite tests has existing cases or a reason', async (t) => {
  t.not(holes().length, 0)
})

t.test('the page is up to date', async (t) => {
  t.equal(readFileSync(new URL('../../../docs/peers.md', import.meta.url), 'utf8'), renderPeers())
})

t.test('an invalid row is rejected', async (t) => {
  const refused: [string, unknown, string][] = [
    ['no row', 'ST1', 'expected a row, found "ST1"'],
    ['neither cases nor a reason', ROW, 'expected either cases or excluded, found neither'],
    ['both', { ...COVERED, excluded: 'a reason' }, 'expected either cases or excluded, found both'],
    ['an empty list', { ...ROW, cases: [] }, 'cases: expected a list with at least one case id'],
    ['an unknown case', { ...ROW, cases: ['gateway-payload/none'] }, 'unknown case "gateway-payload/none"'],
    ['an empty reason', { ...ROW, excluded: '' }, 'excluded: expected a string that is not empty, found ""'],
    [
      'an unknown key',
      { ...COVERED, because: 'a reason' },
      'unknown key "because": expected one of id, test, shows, beyond, excluded, cases',
    ],
    ['no name', { ...COVERED, test: undefined }, 'test: expected a string that is not empty, found nothing'],
  ]
  for (const [name, row, problem] of refused) t.equal(problemOf(row), problem, name)
  t.equal(problemOf(COVERED), undefined, 'cases alone are enough')
  t.equal(problemOf({ ...ROW, excluded: 'a reason' }), undefined, 'a reason alone is enough')
})
