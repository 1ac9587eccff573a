import t from 'tap'
import type { HomeserverOptions } from '../../../reference/index.ts'
import { cases, startRun } from '../../../suites/index.ts'
import { CERTIFICATE, connectTo, startReference } from '../harness/support.ts'

t.jobs = 3

/** Timeout of a run; cases wait three times as long for a retry. */
const TIMEOUT_MS = 2000

const NO_RETRY = /^The target did not try again within 6 s\. The specification does not define the pause/

/** Options of a target that waits an hour before it tries again. */
const slow: HomeserverOptions = {
  delivery: { allowHttp: true, allowPrivateAddresses: true, ca: CERTIFICATE.ca, backoff: { firstMs: 3_600_000 } },
}

const TABLE: { what: string; options: HomeserverOptions; verdicts: Record<string, [string, RegExp?]> }[] = [
  {
    what: 'cases are skipped for a target that waits an hour before it tries again',
    options: slow,
    verdicts: {
      'delivery/retried-after-500': ['n/a', NO_RETRY],
      'delivery/backoff-grows': ['n/a', NO_RETRY],
      'delivery/deletion-during-request': ['n/a', NO_RETRY],
      'delivery/connection-cut': ['n/a', NO_RETRY],
    },
  },
  {
    what: 'cases warn about a target that continues with later events instead of trying again, if that is visible',
    options: { fault: 'delivery.never-retries' },
    verdicts: {
      'delivery/retried-after-500': ['warned', /to be sent again .*, found only that of the later event \S+ within/],
      'delivery/backoff-grows': ['n/a', NO_RETRY],
      'delivery/connection-cut': ['n/a', NO_RETRY],
    },
  },
  {
    what: 'cases warn about a target that removes the pusher instead of trying again',
    options: { fault: 'delivery.server-error-removes-pusher' },
    verdicts: {
      'delivery/retried-after-500': ['warned', /found the pusher removed$/],
      'delivery/pusher-stays-after-500': ['warned', /^Expected the pusher to be still listed, found it removed$/],
    },
  },
]

for (const { what, options, verdicts } of TABLE) {
  t.test(what, async (t) => {
    const { environment } = await connectTo(t, await startReference(t, options), { timeoutMs: TIMEOUT_MS })
    const selected = cases.filter(({ id }) => id in verdicts)
    const result = await startRun(environment, { plexor: '0', cases: selected, jobs: selected.length }).finished
    for (const { id, verdict, message } of result.cases) {
      const [expected, sentence] = verdicts[id] ?? []
      t.equal(verdict, expected, id)
      if (sentence !== undefined) t.match(message, sentence)
    }
    t.equal(result.cases.length, Object.keys(verdicts).length)
  })
}
