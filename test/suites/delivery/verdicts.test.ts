import t from 'tap'
import type { HomeserverOptions } from '../../../reference/index.ts'
import { cases, startRun } from '../../../suites/index.ts'
import { CERTIFICATE, connectTo, startReference } from '../harness/support.ts'

t.jobs = 3

/** Cases wait three times as long for what is sent again. */
const PATIENCE_MS = 2000

const NEVER_SEEN = /^The target did not try again within 6 s; the text names no pause/

/** A target that takes an hour before it tries again. */
const slow: HomeserverOptions = {
  delivery: { allowHttp: true, allowPrivateAddresses: true, ca: CERTIFICATE.ca, backoff: { firstMs: 3_600_000 } },
}

const TABLE: { what: string; options: HomeserverOptions; verdicts: Record<string, [string, RegExp?]> }[] = [
  {
    what: 'a target that takes an hour before it tries again is not judged',
    options: slow,
    verdicts: {
      'delivery/sent-again-after-500': ['n/a', NEVER_SEEN],
      'delivery/pauses-grow': ['n/a', NEVER_SEEN],
      'delivery/deletion-under-way': ['n/a', NEVER_SEEN],
      'delivery/connection-cut': ['n/a', NEVER_SEEN],
    },
  },
  {
    what: 'a target that goes on with later events instead of trying again is wrong, as far as that shows',
    options: { fault: 'delivery.never-retries' },
    verdicts: {
      'delivery/sent-again-after-500': ['warned', /to be sent again .*, found that of the later event \S+ alone/],
      'delivery/pauses-grow': ['n/a', NEVER_SEEN],
      'delivery/connection-cut': ['n/a', NEVER_SEEN],
    },
  },
  {
    what: 'a target that removes the pusher instead of trying again is wrong',
    options: { fault: 'delivery.server-error-ends-pusher' },
    verdicts: {
      'delivery/sent-again-after-500': ['warned', /found the pusher removed$/],
      'delivery/spared-by-500': ['warned', /^Expected the pusher to be listed still, found it removed$/],
    },
  },
]

for (const { what, options, verdicts } of TABLE) {
  t.test(what, async (t) => {
    const { environment } = await connectTo(t, await startReference(t, options), { timeoutMs: PATIENCE_MS })
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
