import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { createHomeserver, serve } from '../../reference/index.ts'
import { type CaseResult, cases, startRun } from '../../suites/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { CERTIFICATE, connectTo } from './harness/support.ts'

const selected = cases.filter(({ spansHalfway }) => spansHalfway === true)

/** Runs the cases on the reference, which is restarted halfway after statements have changed its data. */
async function runOf(parent: Test, sql: string, only = ''): Promise<CaseResult[]> {
  const file = join(temporaryFolder(parent), 'data.sqlite')
  const start = () =>
    createHomeserver({
      data: file,
      passwordCost: { N: 2 ** 8, r: 8, p: 1 },
      delivery: { allowHttp: true, allowPrivateAddresses: true, ca: CERTIFICATE.ca },
    })
  let homeserver = start()
  const { url, close } = await serve({ fetch: (request, peer) => homeserver.fetch(request, peer) })
  parent.teardown(async () => {
    await close()
    await homeserver.close()
  })
  const { environment } = await connectTo(parent, url, { timeoutMs: 5_000 })
  const run = async () => {
    await homeserver.close()
    const database = new DatabaseSync(file)
    database.exec(sql)
    database.close()
    homeserver = start()
  }
  const chosen = selected.filter(({ id }) => id.startsWith(only))
  const halfway = { run, timeoutMs: 10_000 }
  return (await startRun(environment, { plexor: '0', cases: chosen, jobs: 8, halfway }).finished).cases
}

t.test('every case about a restart passes on a server that loses nothing', async (t) => {
  const results = await runOf(t, '')
  t.equal(results.length, 6)
  for (const { id, verdict, message } of results) t.equal(verdict, 'passed', `${id}: ${message}`)
})

const RECOUNT = `
  DELETE FROM unread_counts;
  INSERT INTO unread_counts SELECT user_id, room_id, thread_id, count(*), sum(highlight)
  FROM notifications WHERE is_read = 0 GROUP BY user_id, room_id, thread_id;`

for (const { what, sql, area, message } of [
  { what: 'the pushers', sql: 'DELETE FROM pushers', area: 'pushers', message: /the pushers after the restart/ },
  {
    what: 'the rules of users',
    sql: 'DELETE FROM push_rules',
    area: 'rules-api',
    message: /the rules after the restart|found status 404/,
  },
  {
    what: 'the changes to default rules',
    sql: 'DELETE FROM default_rule_changes',
    area: 'rules-api',
    message: /the rules after the restart/,
  },
  {
    what: 'the unread counts',
    sql: 'DELETE FROM unread_counts',
    area: 'unread-counts',
    message: /the counts after the restart/,
  },
  {
    what: 'the unread counts of rooms with fewer messages',
    sql: 'DELETE FROM unread_counts WHERE notifications = 1',
    area: 'unread-counts',
    message: /the counts of the other room/,
  },
  {
    what: 'what was read',
    sql: `UPDATE notifications SET is_read = 0; ${RECOUNT}`,
    area: 'receipts',
    message: /the unread messages after the restart/,
  },
  {
    what: 'what is unread',
    sql: 'UPDATE notifications SET is_read = 1',
    area: 'notifications',
    message: /whether the notification is read/,
  },
  { what: 'the notifications', sql: 'DELETE FROM notifications', area: 'notifications', message: /notification of/ },
  {
    what: 'the read markers',
    sql: "DELETE FROM account_data WHERE type = 'm.fully_read'",
    area: 'read-markers',
    message: /the read marker at/,
  },
]) {
  t.test(`a server that loses ${what} fails`, async (t) => {
    const [result] = await runOf(t, sql, area)
    t.match(result, { verdict: 'failed', message })
  })
}

t.test('a server that ends all sessions is not judged', async (t) => {
  for (const { id, verdict, message } of await runOf(t, 'DELETE FROM devices')) {
    t.equal(verdict, 'n/a', id)
    t.match(message, /^The session of \w+ has ended with the restart of the target$/, id)
  }
})
