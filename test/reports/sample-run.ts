import { type CaseResult, RUN_SCHEMA, type RunEvent, type RunResult, summarise } from '../../run/index.ts'

const SECTION = 'https://spec.matrix.org/v1.19/client-server-api/#push-notifications'

/** String that a hostile or faulty target can send. */
export const HOSTILE =
  'red \u001b[31mfake\u001b[0m \u0007bell \u0000 ]]> <b a="1">&amp;</b> \u202ereversed 😀 \ud800 # SKIP \\ end'

/** Creates a run with every verdict, with baseline entries that hold and that do not, and with hostile strings. */
export function sampleRun(): RunResult {
  return {
    schema: RUN_SCHEMA,
    plexor: '0.1.0',
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 4_210.4,
    specVersion: 'v1.19',
    target: {
      kind: 'homeserver',
      name: 'https://hs.example',
      url: 'https://hs.example/',
      software: 'Hammer/1.0 \u001b]0;owned\u0007',
      versions: ['v1.11'],
      gateway: { url: 'http://127.0.0.1:9/', scheme: 'http' },
      latencyMs: 12.6,
      ordered: true,
      independent: true,
    },
    targetTime: { responsesMs: 3_000.4, pushesMs: 1_500, totalMs: 3_900 },
    ...summarise(cases(), true),
    interruptions: [{ what: 'pushes', after: 'rules/should', during: ['rules/open', 'rules/later'], recovered: true }],
    remarks: ['The baseline entry for "pushers/stale" (known.yaml:2:5) is stale: the case passed; remove the entry'],
  }
}

/** Returns the events of a run with this result. */
export function eventsOf(run: RunResult): RunEvent[] {
  const { schema, plexor, startedAt, specVersion, target } = run
  return [
    { type: 'run-start', schema, plexor, startedAt, specVersion, target, cases: run.cases.length },
    ...run.cases.flatMap((result): RunEvent[] => [
      { type: 'case-start', id: result.id },
      { type: 'case-end', result },
    ]),
    { type: 'run-end', result: run },
  ]
}

/** Creates the result of a case, with some fields changed. */
export function caseResult(changes: Partial<CaseResult>): CaseResult {
  return {
    id: 'pushers/sample',
    title: 'A pusher that was set is listed',
    verdict: 'passed',
    level: 'must',
    requirements: [],
    durationMs: 10,
    timeline: [],
    ...changes,
  }
}

function cases(): CaseResult[] {
  return [
    caseResult({ id: 'pushers/listed', durationMs: 80 }),
    caseResult({
      id: 'pushers/removed',
      title: 'A pusher that was removed gets no push',
      verdict: 'failed',
      durationMs: 1_234.5,
      message: 'Expected no push for $own\nSaw one 35 ms after the event was sent',
      proof: 'the push of $fence arrived 40 ms later',
      slowestWait: { what: 'a push', tookMs: 1_100, limitMs: 10_000 },
      requirements: [
        { id: 'push.pusher-null', level: 'must', text: 'A null kind removes the pusher', section: SECTION },
        { id: 'push.stops', level: 'stated', text: 'A removed pusher gets nothing', section: SECTION },
      ],
      timeline: [
        {
          at: 0.4,
          kind: 'client',
          actor: 'alice',
          summary: 'POST /_matrix/client/v3/pushers/set',
          method: 'POST',
          path: '/_matrix/client/v3/pushers/set',
          signedIn: true,
          status: 200,
          durationMs: 12.2,
          requestBody: { kind: null, pushkey: 'abc' },
          responseBody: {},
        },
        { at: 15, kind: 'note', actor: 'alice', summary: 'waits for $fence' },
        {
          at: 50,
          kind: 'gateway',
          actor: 'target',
          summary: 'POST /_matrix/push/v1/notify',
          method: 'POST',
          path: '/_matrix/push/v1/notify',
          status: 200,
          requestBody: { notification: { event_id: '$own', sender_display_name: HOSTILE } },
          violations: ['notification.devices is missing'],
          decisive: true,
        },
      ],
    }),
    caseResult({
      id: 'pushers/known',
      verdict: 'failed',
      message: 'Expected 2 pushers, saw 1',
      expectation: KNOWN,
      requirements: [{ id: 'push.append', level: 'must', text: 'append adds a pusher', section: SECTION }],
      timeline: [1, 500, 1_000].map((at) => ({
        ...{ at, kind: 'client', actor: 'alice', summary: '', method: 'GET', path: '/pushers', status: 200 },
        ...{ responseBody: { pushers: [HOSTILE] }, ...(at === 1_000 && { decisive: true }) },
      })),
    }),
    caseResult({
      id: 'pushers/other-known',
      verdict: 'failed',
      message: 'Expected a push, saw none',
      expectation: { ...KNOWN, met: false, unexpected: ['Expected an id, saw none'] },
    }),
    caseResult({ id: 'pushers/stale', expectation: { kind: 'must-fail', reason: 'hs#8', met: false } }),
    caseResult({
      id: 'rules/hostile',
      title: HOSTILE,
      verdict: 'failed',
      level: 'stated',
      message: `Expected "a", saw "${HOSTILE}"\n...\n---\nok 99 - injected\n</failure>`,
    }),
    caseResult({
      id: 'rules/should',
      title: 'Unknown conditions match nothing',
      verdict: 'warned',
      level: 'should',
      message: 'Expected no match, saw one',
    }),
    caseResult({ id: 'rules/open', verdict: 'noted', level: 'unspecified', message: `Responds ${HOSTILE}` }),
    caseResult({ id: 'rules/later', verdict: 'n/a', message: 'Since v1.20 # and the spec version is v1.19' }),
    caseResult({
      id: 'rules/inconclusive',
      verdict: 'inconclusive',
      message: 'Cannot register alice: found M_LIMIT_EXCEEDED',
    }),
    caseResult({
      id: 'rules/inconclusive-too',
      verdict: 'inconclusive',
      message: 'Cannot register alice: found M_LIMIT_EXCEEDED',
    }),
    caseResult({
      id: 'rules/builds-on',
      verdict: 'failed',
      level: 'unspecified',
      message: 'Expected a push for $first, saw none',
      buildsOn: ['push.stops'],
      violatedRequirement: {
        id: 'push.stops',
        level: 'stated',
        text: 'A removed pusher gets nothing',
        section: SECTION,
      },
    }),
    caseResult({ id: 'rules/same', verdict: 'failed', message: 'Expected a push for $second, saw none' }),
    caseResult({
      id: 'rules/flaky',
      title: 'A rule takes effect at once',
      verdict: 'failed',
      message: 'Expected a push, saw none',
      expectation: { kind: 'may-flake', reason: 'a race, hs#10', met: true },
    }),
  ]
}

const KNOWN: NonNullable<CaseResult['expectation']> = {
  kind: 'must-fail',
  reason: 'append is ignored, hs#7',
  met: true,
}
