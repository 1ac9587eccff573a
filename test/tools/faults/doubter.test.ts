import t from 'tap'
import { doubter } from '../../../tools/faults/doubter.ts'

const isDoubtful = doubter(
  [{ id: 'cake/tastes', caughtBy: ['cake.mud'] }, { id: 'cake/baked' }],
  [{ name: 'cake.round' }],
)

const TABLE: [what: string, fault: string, caseId: string, verdict: string, doubtful: boolean][] = [
  ['red where that is claimed', 'cake.mud', 'cake/tastes', 'failed', false],
  ['warned where that is claimed', 'cake.mud', 'cake/tastes', 'warned', false],
  ['not red where that is claimed', 'cake.mud', 'cake/tastes', 'passed', true],
  ['not red where nothing is claimed', 'cake.mud', 'cake/baked', 'passed', false],
  ['red where nothing is claimed', 'cake.mud', 'cake/baked', 'failed', false],
  ['red where the text leaves it open', 'cake.round', 'cake/baked', 'failed', true],
  ['not red where the text leaves it open', 'cake.round', 'cake/baked', 'passed', false],
  ['inconclusive', 'cake.mud', 'cake/baked', 'inconclusive', true],
]

for (const [what, fault, caseId, verdict, doubtful] of TABLE) {
  t.test(`a case that is ${what} is ${doubtful ? 'looked at again' : 'as it should be'}`, async (t) => {
    t.equal(isDoubtful(fault, [{ caseId, verdict }]), doubtful)
  })
}
