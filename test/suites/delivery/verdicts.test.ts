import t from 'tap'
import type { HomeserverOptions } from '../../../reference/index.ts'
import { cases, startRun } from '../../../suites/index.ts'
import { CERTIFICATE, connectTo, startReference } from '../harness/support.ts'

/** Timeout of a run; cases wait three times as long for a retry. */
const TIMEOUT_MS = 2000

const NO_RETRY =
  /^The target did not try again (?:or send a later event )?within 6 s\. The specification does not define the pause/

const LOST =
  /which was sent while the gateway did not accept pushes, to arrive .*, found only that of the later event \S+ within 6 s$/

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
      'delivery/backoff-grows': ['warned', /to be sent again .*, found only that of the later event \S+ within/],
      'delivery/retry-after': ['warned', /to be sent again .*, found only that of the later event \S+ within/],
      'delivery/connection-cut': ['noted', /does not send it within 6\.0 s, and continues with a later event$/],
      'delivery/deletion-during-request': ['n/a', NO_RETRY],
    },
  },
  {
    what: 'cases fail for a target that loses what it has to send while the gateway fails',
    options: { fault: 'delivery.drops-during-pause' },
    verdicts: {
      'delivery/retried-after-500': ['passed'],
      'delivery/retried-despite-newer': ['failed', LOST],
      'delivery/events-during-failure': ['failed', LOST],
      'delivery/order-after-failure': ['failed', LOST],
    },
  },
  {
    what: 'cases about the URL of a pusher pass for a target that does not keep a query, and one fails for the query',
    options: { fault: 'delivery.query-before-path' },
    verdicts: {
      'pushers/update-changes-the-url': ['passed'],
      'pushers/url-changes-during-backoff': ['passed'],
      'delivery/url-with-query': ['failed', /notify\?plexor=1, found it at \/\?plexor=1\/_matrix\/push\/v1\/notify$/],
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

// Most of the time passes while a case waits for what does not come
t.jobs = TABLE.length

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
