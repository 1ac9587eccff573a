import type { Fault } from '../../reference/index.ts'
import type { FaultRow } from '../../reports/fault-matrix/matrix.ts'
import { type Requirement, requirement, type SpecVersion } from '../../spec/index.ts'
import type { AffectedCase, CaseOutcome } from './tasks.ts'

/** Properties of a case that a row needs. */
interface VerifyingCase {
  id: string
  verifies: readonly string[]
  runsLast?: boolean
}

/** Affected case, with the version of the specification at which the difference was seen. */
export interface AffectedAt extends AffectedCase {
  specVersion: SpecVersion
}

/** Results of a fault after its cases have run. */
export interface FaultRun {
  fault: Pick<Fault, 'name' | 'summary' | 'breaks'>
  specVersions: readonly string[]
  affected: readonly AffectedAt[]
  outcomes: readonly CaseOutcome[]
}

/**
 * Returns the row of a fault. A failed case is red. A warned case is red if the fault breaks a requirement of the level
 * `should`. Inconclusive cases are listed by {@link inconclusiveIn}.
 */
export function rowOf(
  { fault, specVersions, affected, outcomes }: FaultRun,
  cases: ReadonlyMap<string, VerifyingCase>,
): FaultRow {
  const { name, summary, breaks } = fault
  const warningCounts = breaks.map(requirement).some(({ level }: Requirement) => level === 'should')
  const red = outcomes
    .filter(({ verdict }) => verdict === 'failed' || (verdict === 'warned' && warningCounts))
    .map(({ caseId, verdict, message }) => {
      const verifies = cases.get(caseId)?.verifies ?? []
      const direct = verifies.some((id) => breaks.includes(id))
      return {
        id: caseId,
        verdict,
        ...(message === undefined ? {} : { message }),
        verifies,
        direct,
        ...(direct ? {} : { through: throughFor(caseId, affected, cases) }),
      }
    })
  const isDirect = (id: string) => cases.get(id)?.verifies.some((one) => breaks.includes(one)) ?? false
  const dependents = affected
    .filter(({ caseId }) => cases.has(caseId) && !isDirect(caseId))
    .map(({ caseId, decisions }) => ({ id: caseId, through: decisions }))
  return { name, summary, breaks, specVersions, ran: outcomes.length, red, dependents }
}

/** Returns a sentence for each inconclusive case of a run. */
export function inconclusiveIn({ fault, outcomes }: FaultRun): string[] {
  return outcomes
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ caseId, message = '' }) => `The case ${caseId} is inconclusive under ${fault.name}: ${message}`)
}

function throughFor(
  caseId: string,
  affected: readonly AffectedCase[],
  cases: ReadonlyMap<string, VerifyingCase>,
): string[] {
  if (cases.get(caseId)?.runsLast) return ['all that passed in the run']
  return affected.filter((one) => one.caseId === caseId).flatMap(({ decisions }) => decisions)
}
