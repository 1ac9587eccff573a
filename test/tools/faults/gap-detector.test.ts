import t from 'tap'
import { gapDetector } from '../../../tools/faults/gap-detector.ts'

const looksLikeGap = gapDetector(
  [{ id: 'cake/tastes', caughtBy: ['cake.mud'] }, { id: 'cake/baked' }],
  [{ name: 'cake.round' }],
)

const TABLE: [what: string, fault: string, caseId: string, verdict: string, isGap: boolean][] = [
  ['red as claimed', 'cake.mud', 'cake/tastes', 'failed', false],
  ['warned as claimed', 'cake.mud', 'cake/tastes', 'warned', false],
  ['not red, but claims to be', 'cake.mud', 'cake/tastes', 'passed', true],
  ['not red, without a claim', 'cake.mud', 'cake/baked', 'passed', false],
  ['red, without a claim', 'cake.mud', 'cake/baked', 'failed', false],
  ['red under unspecified behaviour', 'cake.round', 'cake/baked', 'failed', true],
  ['not red under unspecified behaviour', 'cake.round', 'cake/baked', 'passed', false],
  ['inconclusive', 'cake.mud', 'cake/baked', 'inconclusive', true],
]

for (const [what, fault, caseId, verdict, isGap] of TABLE) {
  t.test(`a case that is ${what} ${isGap ? 'is run again' : 'is as expected'}`, async (t) => {
    t.equal(looksLikeGap(fault, [{ caseId, verdict }]), isGap)
  })
}
