import t from 'tap'
import type { HomeserverOptions } from '../../reference/index.ts'
import type { CaseResult } from '../../run/index.ts'
import { cases, startRun } from '../../suites/index.ts'
import { CERTIFICATE, connectTo, startReference } from './harness/support.ts'

// What cases say about a target that violates something else than what they are about

t.jobs = 3

const TIMEOUT_MS = 2000

type Expected = Partial<Pick<CaseResult, 'verdict' | 'level' | 'message' | 'buildsOn'>> & { violated?: string }

interface Row {
  what: string
  options: HomeserverOptions
  results: Record<string, Expected & { says?: RegExp }>
}

const TABLE: Row[] = [
  {
    what: 'a tweak without a value is open, but not whether the event is pushed',
    options: { fault: 'actions.tweak-without-value-silences' },
    results: {
      'actions/tweak-without-value': {
        verdict: 'failed',
        level: 'stated',
        violated: 'actions.notify',
        says: /because the content rule "cake", whose actions include notify, matches it, found no push at all$/,
      },
    },
  },
]

for (const { what, options, results } of TABLE) {
  t.test(what, async (t) => {
    const delivery = { allowHttp: true, allowPrivateAddresses: true, ca: CERTIFICATE.ca }
    const { environment } = await connectTo(t, await startReference(t, { delivery, ...options }), {
      timeoutMs: TIMEOUT_MS,
    })
    const selected = cases.filter(({ id }) => id in results)
    t.equal(selected.length, Object.keys(results).length)
    const result = await startRun(environment, { plexor: '0', cases: selected, jobs: selected.length }).finished
    for (const { id, violatedRequirement, ...found } of result.cases) {
      const { says, violated, ...expected } = results[id] ?? {}
      t.match(found, expected, id)
      if (says !== undefined) t.match(found.message, says, id)
      t.equal(violatedRequirement?.id, violated, id)
    }
  })
}
