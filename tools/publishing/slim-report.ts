import { decidingRequest } from '../../reports/timeline.ts'
import type { CaseResult, RunResult, TimelineEntry } from '../../run/index.ts'

/**
 * Returns a report without what a comparison does not need, so that it can be kept in the repository: bodies, and all
 * exchanges but the deciding one of the cases that failed or warned. It is still a report, which `plexor compare` reads.
 */
export function slimReport(run: RunResult): RunResult {
  return { ...run, cases: run.cases.map(slimCase) }
}

function slimCase(result: CaseResult): CaseResult {
  const { proof: _proof, slowestWait: _wait, fairness: _fairness, timeline, ...rest } = result
  return { ...rest, timeline: isMismatch(result) ? decidingExchange(timeline) : [] }
}

function isMismatch({ verdict }: CaseResult): boolean {
  return verdict === 'failed' || verdict === 'warned'
}

function decidingExchange(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  const entry = decidingRequest(timeline)
  if (entry === undefined) return []
  const { requestBody: _sent, requestBodyForm: _form, responseBody: _received, ...rest } = entry
  return [{ ...rest, decisive: true }]
}
