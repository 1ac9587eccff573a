import t from 'tap'
import { UsageError } from '../../common/usage-error.ts'
import { applyBaseline, type CaseResult, expectationOf, loadBaseline, type Verdict } from '../../run/index.ts'

const KNOWN = ['pushers/append', 'pushers/remove', 'rules/order']

const BASELINE = loadBaseline(
  `must-fail:
  - case: pushers/append
    reason: Replaces the first pusher, hs#7
may-flake:
  - case: rules/order
    reason: |
      A race,
      hs#8
`,
  'known.yaml',
)

function result(id: string, verdict: Verdict): CaseResult {
  return { id, title: 'A title', verdict, level: 'must', requirements: [], durationMs: 1, timeline: [] }
}

function refusal(text: string): string {
  try {
    loadBaseline(text, 'known.yaml')
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'accepted'
}

t.test('a baseline has an entry for each case, with its reason and its place', (t) => {
  t.same(
    [...BASELINE.values()],
    [
      { case: 'pushers/append', kind: 'must-fail', reason: 'Replaces the first pusher, hs#7', place: 'known.yaml:2:5' },
      { case: 'rules/order', kind: 'may-flake', reason: 'A race, hs#8', place: 'known.yaml:5:5' },
    ],
  )
  t.end()
})

t.test('a baseline may be empty', (t) => {
  for (const text of ['', '# none\n', 'must-fail:\n', 'must-fail: []\nmay-flake:\n']) {
    t.equal(loadBaseline(text, 'known.yaml').size, 0)
  }
  t.end()
})

const ENTRY = 'must-fail:\n  - case: a/b\n'
const MISTAKES: [what: string, text: string, place: string, says: string[]][] = [
  ['an unknown kind', 'must-fial: []', '1:1', ['found "must-fial"', 'did you mean "must-fail"?']],
  ['an unknown key', `${ENTRY}    reasn: x`, '3:5', ['found "reasn"', 'did you mean "reason"?']],
  ['a bare id', 'must-fail:\n  - a/b', '2:5', ['found "a/b"', '"case" and "reason"']],
  ['an entry that is nothing', 'must-fail:\n  -', '2:4', ['found nothing']],
  ['a missing reason', ENTRY, '2:5', ['without "reason"', 'defect of the target']],
  ['an empty reason', `${ENTRY}    reason: ""`, '3:13', ['found ""', 'defect of the target']],
  ['a reason of spaces', `${ENTRY}    reason: "  "`, '3:13', ['defect of the target']],
  ['a reason that is nothing', `${ENTRY}    reason:`, '3:12', ['found nothing']],
  ['a reason that is a number', `${ENTRY}    reason: 404`, '3:13', ['found the number 404', 'quotes']],
  ['a missing case', 'may-flake:\n  - reason: x', '2:5', ['without "case"', 'plexor list']],
  ['a case that is a list', 'may-flake:\n  - case: [a]\n    reason: x', '2:11', ['found a list']],
  ['a map for a list', 'must-fail: {case: a}', '1:12', ['found a map', 'a list of entries']],
  ['a list for the file', '- case: a', '1:1', ['found a list', '"must-fail"']],
  ['broken YAML', 'must-fail: [', '1:13', ['well-formed YAML']],
  ['a kind that comes twice', 'must-fail: []\nmust-fail: []', '2:1', ['"must-fail" a second time']],
  [
    'a message that is a map',
    `${ENTRY}    reason: x\n    message: {a: b}`,
    '4:14',
    ['found a map', 'a part of the message'],
  ],
  ['an empty message', `${ENTRY}    reason: x\n    message: ""`, '4:14', ['found ""', 'a part of the message']],
  ['a message that matches anything', `${ENTRY}    reason: x\n    message: "…"`, '4:14', ['"…"', 'matches any text']],
  [
    'a list without messages',
    `${ENTRY}    reason: x\n    message: []`,
    '4:14',
    ['found an empty list', 'remove the key'],
  ],
  ['an empty violation', `${ENTRY}    reason: x\n    violations: [a, ""]`, '4:21', ['found ""', 'a schema violation']],
  [
    'a message and violations',
    `${ENTRY}    reason: x\n    message: a\n    violations: [b]`,
    '5:17',
    ['either "message" or "violations"', 'found both', 'remove one'],
  ],
  [
    'a case that comes twice',
    `${ENTRY}    reason: x\nmay-flake:\n  - case: a/b\n    reason: y`,
    '5:5',
    ['"a/b" again (known.yaml:2:5)', 'remove one'],
  ],
]

for (const [what, text, place, says] of MISTAKES) {
  t.test(`${what} is refused in one sentence`, (t) => {
    const message = refusal(text)
    t.match(message, `Cannot use the baseline known.yaml:${place}: expected `)
    t.match(message, ', found ')
    for (const part of says) t.match(message, part)
    t.notMatch(message, /\p{Cc}|[.]$/u)
    t.end()
  })
}

const EXPECTATIONS: [id: string, verdict: Verdict, met: boolean][] = [
  ['pushers/append', 'failed', true],
  ['pushers/append', 'warned', true],
  ['pushers/append', 'passed', false],
  ['pushers/append', 'noted', false],
  ['pushers/append', 'n/a', false],
  ['pushers/append', 'inconclusive', false],
  ['rules/order', 'passed', true],
  ['rules/order', 'failed', true],
  ['rules/order', 'n/a', true],
  ['rules/order', 'inconclusive', false],
]

for (const [id, verdict, met] of EXPECTATIONS) {
  const kind = BASELINE.get(id)?.kind
  t.test(`${kind} is ${met ? 'met' : 'not met'} by a case that ended ${verdict}`, (t) => {
    const finished = result(id, verdict)
    const { cases, remarks, red } = applyBaseline([finished], BASELINE, { knownIds: KNOWN, selectedIds: [id] })
    t.match(cases, [{ ...finished, expectation: { kind, met } }])
    t.match(expectationOf(finished, BASELINE), { kind, met })
    t.equal(red, !met)
    const vague = verdict === 'failed' || verdict === 'warned'
    t.equal(remarks.length, met && !vague ? 0 : 1)
    t.notOk(finished.expectation, 'the result that was given is left as it was')
    t.end()
  })
}

t.test('a case without an entry has no expectation', (t) => {
  const { cases, remarks, red } = applyBaseline([result('pushers/remove', 'failed')], BASELINE, {
    knownIds: KNOWN,
    selectedIds: ['pushers/remove'],
  })
  t.same(cases, [result('pushers/remove', 'failed')])
  t.same({ remarks, red }, { remarks: [], red: false })
  t.end()
})

t.test('an entry for a case that was not selected is ignored', (t) => {
  t.same(applyBaseline([], BASELINE, { knownIds: KNOWN, selectedIds: [] }), { cases: [], remarks: [], red: false })
  t.end()
})

t.test('an entry for a case that passed is stale', (t) => {
  const { remarks } = applyBaseline([result('pushers/append', 'passed')], BASELINE, {
    knownIds: KNOWN,
    selectedIds: ['pushers/append'],
  })
  t.match(remarks, [/"pushers\/append" \(known.yaml:2:5\) is stale.*remove the entry/])
  t.end()
})

t.test('an inconclusive case never meets an entry', (t) => {
  const { remarks } = applyBaseline([result('pushers/append', 'n/a')], BASELINE, {
    knownIds: KNOWN,
    selectedIds: ['pushers/append'],
  })
  t.match(remarks, [/ended n\/a/])
  t.end()
})

t.test('a selected case that never ended is red', (t) => {
  const { remarks, red } = applyBaseline([], BASELINE, { knownIds: KNOWN, selectedIds: ['pushers/append'] })
  t.match(remarks, [/did not run/])
  t.ok(red)
  t.end()
})

t.test('an entry for an unknown case is red, selected or not', (t) => {
  const { remarks, red } = applyBaseline([], BASELINE, { knownIds: ['pushers/apend', 'rules/order'], selectedIds: [] })
  t.match(remarks, [/"pushers\/append" \(known.yaml:2:5\) names an unknown case; did you mean "pushers\/apend"\?/])
  t.ok(red)
  t.end()
})

t.test('a case that must fail has to fail in every repetition', (t) => {
  const expectation = { kind: 'must-fail' as const, reason: 'hs#7', met: false }
  const repetitions = { runs: 5, verdicts: { passed: 2, failed: 3 }, flakeRate: 0.4 }
  const flaky = { ...result('pushers/append', 'passed'), expectation, repetitions }
  const { cases, remarks, red } = applyBaseline([flaky], BASELINE, { knownIds: KNOWN, selectedIds: ['pushers/append'] })
  t.same(cases, [flaky])
  t.match(remarks, [/does not always hold: the case failed in 3 of 5 repetitions; make it may-flake$/])
  t.ok(red)
  t.end()
})

t.test('a case that saw only a part of the run may pass although it must fail', (t) => {
  const partial = new Set(['pushers/append'])
  for (const verdict of ['passed', 'n/a', 'failed'] as const) {
    const finished = result('pushers/append', verdict)
    t.match(applyBaseline([finished], BASELINE, { knownIds: KNOWN, selectedIds: ['pushers/append'], partial }), {
      red: false,
    })
  }
  t.ok(
    applyBaseline([result('pushers/append', 'inconclusive')], BASELINE, {
      knownIds: KNOWN,
      selectedIds: ['pushers/append'],
      partial,
    }).red,
  )
  t.end()
})

const SPECIFIC = loadBaseline(
  `must-fail:
  - case: pushers/append
    message: "Expected … to be listed, found none"
    reason: hs#7
  - case: pushers/remove
    violations: ["At /pushers/*/lang: expected a string, found null", /pushers/*/data]
    reason: hs#9
may-flake:
  - case: rules/order
    message:
      - found status 404
      - found status 410
    reason: hs#8
`,
  'specific.yaml',
)

const LANG = 'At /pushers/3/lang: expected a string, found null'
const DATA = 'At /pushers/0/data: expected an object, found an array of 2'
const KIND = 'At /pushers/0/kind: expected a string, found 5'
for (const { what, failure, unexpected } of [
  {
    what: 'fails with the message of its entry',
    failure: { id: 'pushers/append', message: 'Expected key-1 to be listed, found none\nand more' },
  },
  {
    what: 'fails with another message',
    failure: { id: 'pushers/append', message: 'Expected key-1 to be listed, found two\nand more' },
    unexpected: ['Expected key-1 to be listed, found two'],
  },
  {
    what: 'warns with another message',
    failure: { id: 'pushers/append', verdict: 'warned', message: 'Expected no delay, found one' },
    unexpected: ['Expected no delay, found one'],
  },
  {
    what: 'fails without a message',
    failure: { id: 'pushers/append' },
    unexpected: ['no reason was given'],
  },
  { what: 'fails with one of two messages', failure: { id: 'rules/order', message: 'It is wrong, found status 410' } },
  {
    what: 'may flake, and fails with none of its messages',
    failure: { id: 'rules/order', message: 'It is wrong, found status 500' },
    unexpected: ['It is wrong, found status 500'],
  },
  { what: 'shows all violations of its entry', failure: { id: 'pushers/remove', violations: [LANG, DATA] } },
  { what: 'shows some violations of its entry', failure: { id: 'pushers/remove', violations: [DATA] } },
  {
    what: 'shows one more violation',
    failure: { id: 'pushers/remove', violations: [LANG, KIND, DATA] },
    unexpected: [KIND],
  },
  {
    what: 'fails for something else than violations',
    failure: { id: 'pushers/remove', message: 'Expected the target to have it, found status 404' },
    unexpected: ['Expected the target to have it, found status 404'],
  },
] as { what: string; failure: Partial<CaseResult> & { id: string }; unexpected?: string[] }[]) {
  t.test(`a case that ${what} ${unexpected ? 'does not meet' : 'meets'} its entry`, (t) => {
    const finished = { ...result(failure.id, 'failed'), ...failure }
    const scope = { knownIds: KNOWN, selectedIds: [failure.id] }
    for (const partial of [new Set<string>(), new Set([failure.id])]) {
      const { cases, remarks, red } = applyBaseline([finished], SPECIFIC, { ...scope, partial })
      t.strictSame(cases[0]?.expectation?.unexpected, unexpected)
      t.equal(cases[0]?.expectation?.met, unexpected === undefined)
      t.equal(red, unexpected !== undefined)
      t.strictSame(
        remarks,
        unexpected?.map(
          (sentence) =>
            `The baseline entry for "${failure.id}" (${SPECIFIC.get(failure.id)?.place}) does not expect what the case failed for: ${sentence}`,
        ) ?? [],
      )
    }
    t.end()
  })
}

t.test('entries that do not say what fails are counted in one remark, which is not red', (t) => {
  const results = KNOWN.map((id) => ({ ...result(id, 'failed'), message: 'It is wrong, found status 404' }))
  const { remarks, red } = applyBaseline(results, BASELINE, { knownIds: KNOWN, selectedIds: KNOWN })
  t.notOk(red)
  t.match(remarks, [/^2 baseline entries do not say what fails, .*--write-baseline/])
  t.equal(remarks.length, 1)
  t.end()
})

t.test('remarks, which are in reports, name the file of the baseline without its folders', (t) => {
  const stale = 'must-fail:\n  - case: pushers/append\n    reason: hs#7\n'
  for (const folder of ['/home/alice/hs/', '../hs/', 'C:\\hs\\']) {
    const { remarks } = applyBaseline([], loadBaseline(stale, `${folder}known.yaml`), {
      knownIds: ['pushers/append'],
      selectedIds: ['pushers/append'],
    })
    t.match(remarks, [/ \(known\.yaml:2:5\) /])
    t.notMatch(remarks.join(), folder)
  }
  t.end()
})
