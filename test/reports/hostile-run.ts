import { type CaseResult, type RunResult, summarise, type TimelineEntry } from '../../run/index.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'

/** Strings that would have an effect on a page that did not escape them. */
export const MARKUP = `</pre></script><script>alert(1)</script><img src=x onerror=alert(1)>" onload="x' </style><a href="javascript:x">`

/** Creates an entry of a timeline whose strings are hostile. */
export function entry(changes: Partial<TimelineEntry>): TimelineEntry {
  return { at: 1, kind: 'client', actor: MARKUP, summary: MARKUP, ...changes }
}

/** Creates a run in which every string is hostile. */
export function hostileRun(): RunResult {
  const text = HOSTILE + MARKUP
  const requirements = [{ id: text, level: 'must' as const, text, section: `javascript:${text}` }]
  const timeline = [
    entry({ method: text, path: text, status: 200, requestBody: { [text]: text }, responseBody: text, signedIn: true }),
    entry({ method: text, path: text, responseBody: { [text]: text.repeat(20) }, decisive: true }),
    entry({ kind: 'gateway', path: text, requestBody: text, violations: [text] }),
    entry({ kind: 'note' }),
  ]
  const result: Partial<CaseResult> = {
    title: text,
    message: text,
    proof: text,
    fairness: text,
    requirements,
    timeline,
  }
  const violatedRequirement = { id: text, level: 'must' as const, text, section: text }
  const origin = { violatedRequirement, followsFrom: [text, text] }
  const results = [
    caseResult({ ...result, id: text, verdict: 'failed' }),
    caseResult({ ...result, id: `pushers/${text}`, verdict: 'noted' }),
    ...['1', '2', '3'].map((id) => caseResult({ ...result, ...origin, id: text + id, verdict: 'failed' })),
    ...['4', '5'].map((id) => caseResult({ ...result, id: text + id, message: `${text}!`, verdict: 'inconclusive' })),
    caseResult({
      ...result,
      id: `${text}6`,
      verdict: 'failed',
      expectation: { kind: 'must-fail', reason: text, met: true },
    }),
    caseResult({
      ...{ ...result, id: `${text}7`, verdict: 'failed' },
      expectation: { kind: 'must-fail', reason: text, met: false, unexpected: [text, text] },
    }),
  ]
  const target = { ...sampleRun().target, name: text, software: text, url: `https://hs.example/${text}` }
  const interruptions = [{ what: 'pushes' as const, after: text, during: [text], recovered: false }]
  const changes = { plexor: text, startedAt: text, specVersion: text, target, interruptions, remarks: [text] }
  return { ...sampleRun(), ...summarise(results, false), ...changes }
}
