import type { Fault } from '../../reference/index.ts'
import type { FaultRow } from '../../reports/fault-matrix.ts'
import { type Requirement, requirement, type SpecVersion } from '../../spec/index.ts'
import type { Affected, Ended } from './tasks.ts'

/** As much of a case as a row needs. */
interface VerifyingCase {
  id: string
  verifies: readonly string[]
  runsLast?: boolean
}

/** A case to which something comes otherwise by a fault, and at which profile that was seen. */
export interface Touched extends Affected {
  specVersion: SpecVersion
}

/** What is known of a fault when its cases have run. */
export interface FaultRun {
  fault: Pick<Fault, 'name' | 'breaks' | 'requirements'>
  specVersions: readonly string[]
  affected: readonly Touched[]
  ended: readonly Ended[]
}

/**
 * The row of a fault. A failed case is red; one that warned is so where the fault breaks something of the level
 * `should`. An inconclusive one is neither: it is told apart by {@link inconclusiveIn}.
 */
export function rowOf(
  { fault, specVersions, affected, ended }: FaultRun,
  cases: ReadonlyMap<string, VerifyingCase>,
): FaultRow {
  const { name, breaks, requirements } = fault
  const warningCounts = requirements.map(requirement).some(({ level }: Requirement) => level === 'should')
  const red = ended
    .filter(({ verdict }) => verdict === 'failed' || (verdict === 'warned' && warningCounts))
    .map(({ caseId, verdict, message }) => {
      const verifies = cases.get(caseId)?.verifies ?? []
      const direct = verifies.some((id) => requirements.includes(id))
      const said = message === undefined ? {} : { message }
      return {
        id: caseId,
        verdict,
        ...said,
        verifies,
        direct,
        ...(direct ? {} : { through: throughFor(caseId, affected, cases) }),
      }
    })
  const isDirect = (id: string) => cases.get(id)?.verifies.some((one) => requirements.includes(one)) ?? false
  const dependents = affected
    .filter(({ caseId }) => cases.has(caseId) && !isDirect(caseId))
    .map(({ caseId, decisions }) => ({ id: caseId, through: decisions }))
  return { name, breaks, requirements, specVersions, ran: ended.length, red, dependents }
}

/** The cases of a run that could not be judged. */
export function inconclusiveIn({ fault, ended }: FaultRun): string[] {
  return ended
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ caseId, message = '' }) => `The case ${caseId} is inconclusive under ${fault.name}: ${message}`)
}

function throughFor(
  caseId: string,
  affected: readonly Affected[],
  cases: ReadonlyMap<string, VerifyingCase>,
): string[] {
  if (cases.get(caseId)?.runsLast) return ['all that passed in the run']
  return affected.filter((one) => one.caseId === caseId).flatMap(({ decisions }) => decisions)
}
