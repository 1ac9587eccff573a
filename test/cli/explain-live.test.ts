import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createHomeserver, serve } from '../../reference/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const folder = temporaryFolder(t)
const homeserver = createHomeserver()
const requests: string[] = []
const server = await serve({
  fetch(request) {
    requests.push(`${request.method} ${new URL(request.url).pathname}`)
    return homeserver.fetch(request)
  },
})
t.teardown(async () => {
  await server.close()
  await homeserver.close()
})

interface Account {
  id: string
  token: string
}

async function call(
  method: string,
  path: string,
  token: string | undefined,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/_matrix/client/v3${path}`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (await response.json()) as Record<string, unknown>
}

async function register(username: string): Promise<Account> {
  const account = { username, password: 'a long password', auth: { type: 'm.login.dummy' } }
  const { user_id, access_token } = await call('POST', '/register', undefined, account)
  return { id: String(user_id), token: String(access_token) }
}

const alice = await register('alice')
const bob = await register('bob')
const { room_id } = await call('POST', '/createRoom', bob.token, { preset: 'public_chat' })
const room = String(room_id)
const roomPath = `/rooms/${encodeURIComponent(room)}`
await call('POST', `/join/${encodeURIComponent(room)}`, alice.token, {})

let transaction = 0
async function send(from: Account, body: string): Promise<string> {
  transaction += 1
  const { event_id } = await call('PUT', `${roomPath}/send/m.room.message/${transaction}`, from.token, {
    msgtype: 'm.text',
    body,
  })
  return String(event_id)
}

const TOKEN_FILE = join(folder, 'token')
writeFileSync(TOKEN_FILE, `${alice.token}\n`)

async function explain(...args: string[]) {
  return await runPlexor(folder, ['explain', '--target', server.url, '--user-token-file', TOKEN_FILE, ...args])
}

const first = await send(bob, 'hello')
const own = await send(alice, 'hi')

t.test('an event is explained by the rules of the account, and compared with what the server lists', async (t) => {
  const { exitCode, stdout, stderr } = await explain('--room', room, '--event', first)
  t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.match(stdout, `${alice.id} in ${room}: 2 members; 0 unread notifications, 0 highlights\n`)
  t.match(stdout, 'The account has no pusher, so no device is woken by a push')
  t.match(
    stdout,
    `${first}: m.room.message from ${bob.id}\nunderride .m.rule.room_one_to_one (default rule) decides: notifies`,
  )
  t.match(stdout, 'the room has 2 members, which matches 2')
  t.match(stdout, 'The server lists the event as a notification, too')
  t.notMatch(stdout + stderr, alice.token)
})

t.test('an event of the user is none, whatever the rules say', async (t) => {
  const { stdout } = await explain('--room', room, '--event', own, '--json')
  t.match(JSON.parse(stdout), {
    userId: alice.id,
    room: { member_count: 2 },
    events: [{ eventId: own, notify: false, listed: false, notes: [/sent the event, and nobody is notified/] }],
  })
})

t.test('without an event, the last ones of the room are listed', async (t) => {
  const { exitCode, stdout } = await explain('--room', room)
  t.equal(exitCode, 0)
  t.match(stdout, `${first}: m.room.message from ${bob.id}\n  underride .m.rule.room_one_to_one: notifies\n`)
  t.match(stdout, `${own}: m.room.message from ${alice.id} (own event)\n`)
})

t.test('the account is only read', async (t) => {
  const before = requests.length
  await explain('--room', room, '--event', first)
  t.ok(requests.length > before)
  t.strictSame(
    requests.slice(before).filter((request) => !request.startsWith('GET ')),
    [],
  )
})

t.test('wrong usage and wrong tokens are one sentence', async (t) => {
  const wrong = join(folder, 'wrong')
  const empty = join(folder, 'empty')
  writeFileSync(wrong, 'nobody')
  writeFileSync(empty, '\n')
  const target = ['explain', '--target', server.url]
  for (const [args, exitCode, says] of [
    [['explain'], 2, 'Missing option --rules'],
    [['explain', '--rules', 'x'], 2, 'Missing option --event'],
    [target, 2, '--target: name the file with the access token with --user-token-file'],
    [[...target, '--user-token-file', TOKEN_FILE], 2, '--target: name the ID of a room with --room'],
    [[...target, '--rules', 'x'], 2, '--target: the rules and their owner are those of the account'],
    [['explain', '--user-token-file', 'x'], 2, '--user-token-file: name the server of the account with --target'],
    [[...target, '--user-token-file', empty, '--room', room], 2, 'expected a file with an access token'],
    [[...target, '--user-token-file', wrong, '--room', room], 3, 'expected status 200, found 401'],
  ] as const) {
    const result = await runPlexor(folder, args)
    t.equal(result.exitCode, exitCode, says)
    t.ok(result.stderr.includes(says), result.stderr)
    t.equal(result.stdout, '')
  }
})

t.test('a disabled account, a muted room and a mention', async (t) => {
  const put = (path: string, body: object) => call('PUT', `/pushrules/global/${path}`, alice.token, body)
  await put(`room/${encodeURIComponent(room)}`, { actions: [] })
  const muted = await explain('--room', room, '--event', first)
  t.match(muted.stdout, `room ${room} (rule of the user) decides: does not notify`)
  t.match(muted.stdout, 'although by these rules it is not one; the rules may have changed since')
  await call('DELETE', `/pushrules/global/room/${encodeURIComponent(room)}`, alice.token)
  const mention = await send(bob, 'hello alice')
  const mentioned = await explain('--room', room, '--event', mention)
  t.match(mentioned.stdout, 'decides: notifies')
  await put('override/.m.rule.master/enabled', { enabled: true })
  const silent = await explain('--room', room, '--event', mention)
  t.match(silent.stdout, 'override .m.rule.master (default rule) decides: does not notify')
})
