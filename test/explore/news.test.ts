import t from 'tap'
import { readSettings } from '../../cli/options/settings.ts'
import { openTarget } from '../../cli/target/open-target.ts'
import { runHistory } from '../../explore/run-history.ts'
import { SpareGateways } from '../../explore/trial/spare-gateways.ts'
import { DEFAULT_JUDGED_LEVEL } from '../../run/index.ts'

// Counts of clients that ask /sync only for what is new, on a server that is known to count wrongly.

t.test('wrong counts that an initial /sync has too are known with them', async (t) => {
  const settings = readSettings('ref:recipients.invitations-twice-after-joining', {
    specVersion: 'v1.19',
    timeout: '30',
  })
  const connection = await openTarget(settings)
  t.teardown(() => connection.close())
  if (connection.kind !== 'homeserver') throw new RangeError('Expected a homeserver')
  const run = await runHistory(
    [
      { do: 'create-room', room: 'room 1', by: 'bob', members: ['alice'] },
      { do: 'send', id: 'm1', room: 'room 1', by: 'bob', message: { kind: 'plain' } },
    ],
    {
      environment: connection.environment,
      timeoutMs: 10_000,
      level: DEFAULT_JUDGED_LEVEL,
      known: new Set(['explore/counts.unread-counts.total']),
      gateways: new SpareGateways(),
      signal: new AbortController().signal,
    },
  )
  t.equal(run.verdict, 'agrees', run.result.message ?? '')
  t.strictSame([...run.forgiven], ['explore/counts.unread-counts.total'])
})
