import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { pushRuleStore } from '../../../reference/homeserver/storage/push-rules.ts'
import { SCHEMA } from '../../../reference/homeserver/storage/schema.ts'
import { openStore } from '../../../reference/homeserver/storage/store.ts'
import { createHomeserver } from '../../../reference/index.ts'
import { openDatabase } from '../../../reference/storage/database.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

t.test('an unusable data file is refused in one sentence', async (t) => {
  const folder = temporaryFolder(t)
  const cases: [what: string, make: (file: string) => void, found: RegExp][] = [
    ['text', (file) => writeFileSync(file, 'not a database'.repeat(100)), /it is not an SQLite database/],
    ['folder', (file) => mkdirSync(file), /unable to open/],
    ['other', (file) => execIn(file, 'CREATE TABLE notes (text)'), /database of another program/],
    ['marked', (file) => execIn(file, 'PRAGMA application_id = 7'), /database of another program/],
    ['newer', (file) => makeNewer(file), /found 99/],
  ]
  for (const [what, make, found] of cases) {
    const file = join(folder, what)
    make(file)
    const create = () => createHomeserver({ data: file })
    t.throws(create, { name: 'DataFileError', message: /^Cannot use the data file "/ }, what)
    t.throws(create, { message: found }, what)
  }
})

t.test('only one server can use a data file at a time', async (t) => {
  const file = join(temporaryFolder(t), 'data.sqlite')
  const store = openStore(file)
  store.nextPosition()
  t.throws(() => openStore(file), { message: /another process uses it/ })
  store.close()
  const next = openStore(file)
  t.equal(next.position(), 1, 'written data is stored')
  next.close()
  t.equal(statSync(file).mode & 0o777, 0o600, 'only its owner can read it')
})

t.test('a transaction writes everything or nothing, and afterCommit runs after it', async (t) => {
  const db = openDatabase(':memory:', SCHEMA)
  t.teardown(() => db.close())
  const advance = db.prepare('UPDATE stream SET position = position + 1')
  const position = db.prepare<{ position: number }>('SELECT position FROM stream')
  const done: string[] = []
  const failing = () =>
    db.transaction(() => {
      advance.run()
      db.afterCommit(() => done.push('after a failure'))
      db.transaction(() => advance.run())
      throw new Error('no')
    })
  t.throws(failing, { message: 'no' })
  t.strictSame([position.get()?.position, done], [0, []])
  db.transaction(() => {
    db.transaction(() => {
      advance.run()
      db.afterCommit(() => done.push('inner'))
    })
    t.strictSame(done, [], 'the end of an inner transaction does not commit')
    db.afterCommit(() => done.push('outer'))
  })
  db.afterCommit(() => done.push('none'))
  t.strictSame([position.get()?.position, done], [1, ['inner', 'outer', 'none']])
})

t.test('unread counts match the unread notifications', async (t) => {
  const store = openStore(':memory:')
  t.teardown(() => store.close())
  for (const user of ['@a', '@b']) store.users.add(user, '', 0)
  for (const room of ['!x', '!y']) store.rooms.add(room, '11')
  const membership = { room_id: '!x', user_id: '@a', membership: 'join', display_name: null, position: 0 }
  store.memberships.put(membership)
  const notify = (user_id: string, room_id: string, thread_id: string, highlight = false) => {
    const position = store.nextPosition()
    const event = { position, room_id, thread_id, type: 'x', sender: '@c', content: {}, origin_server_ts: 0 }
    store.events.add({ ...event, event_id: `$${position}` })
    store.notifications.add({ user_id, position, room_id, thread_id, highlight, actions: [], ts: 0 })
    return position
  }
  notify('@a', '!x', 'main')
  const second = notify('@a', '!x', 'main', true)
  notify('@a', '!x', '$root', true)
  notify('@a', '!y', 'main')
  notify('@b', '!x', 'main')
  const shown = () =>
    store.notifications.unread('@a').map((one) => [one.room_id, one.thread_id, one.notifications, one.highlights])
  t.strictSame(shown(), [
    ['!x', '$root', 1, 1],
    ['!x', 'main', 2, 1],
    ['!y', 'main', 1, 0],
  ])
  t.equal(store.notifications.markRead('@a', '!x', second - 1, 'main'), 1)
  t.equal(store.notifications.markRead('@a', '!x', second - 1, 'main'), 0, 'read notifications are not marked again')
  t.strictSame(shown()[1], ['!x', 'main', 1, 1])
  store.notifications.markRead('@a', '!x', second + 1)
  t.strictSame(shown(), [['!y', 'main', 1, 0]])
  const both = store.notifications.unreadOf(['@b', '@a', '@nobody'])
  t.strictSame([...both.keys()], ['@a', '@b'])
  t.strictSame([...(both.get('@a')?.joinedRooms ?? [])], [], 'the user is not joined to the room with counts')
})

function makeNewer(file: string): void {
  openStore(file).close()
  execIn(file, 'PRAGMA user_version = 99')
}

function execIn(file: string, sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

t.test('a new rule is written alone, however many rules the user has', async (t) => {
  const db = openDatabase(':memory:', SCHEMA)
  t.teardown(() => db.close())
  let written = 0
  const counting: typeof db = {
    ...db,
    prepare: <Row>(sql: string) => {
      const query = db.prepare<Row>(sql)
      return { ...query, run: (...values) => (written += query.run(...values)) }
    },
  }
  db.prepare('INSERT INTO users VALUES (?, ?, NULL, NULL, 0)').run('@a:x', '')
  const rules = pushRuleStore(counting)
  const own = () => rules.ofUser('@a:x').room ?? []
  const rule = (id: number) => ({ rule_id: `r${id}`, default: false, enabled: true, actions: [] })
  const many = Array.from({ length: 100 }, (_, id) => rule(id))
  rules.replace('@a:x', 'room', [], many)
  written = 0
  const before = own()
  rules.replace('@a:x', 'room', before, [rule(100), ...before])
  t.equal(written, 1)
  t.strictSame(own(), [rule(100), ...many])
  rules.replace('@a:x', 'room', own(), [])
  t.strictSame(own(), [])
})
