import {
  ConditionKind,
  Direction,
  type MatrixClient,
  type MatrixEvent,
  NotificationCountType,
  Preset,
  PushRuleActionName,
  PushRuleKind,
} from 'matrix-js-sdk/lib/matrix.js'
import t, { type Test } from 'tap'
import { createHomeserver, type LogEntry, serve } from '../../../../reference/index.ts'
import { NOWHERE, pusher } from '../support.ts'
import { jsSdkClients, start, until } from './js-sdk-client.ts'

async function served(t: Test) {
  const log: LogEntry[] = []
  const delivery = { allowHttp: true, allowPrivateAddresses: true }
  const homeserver = createHomeserver({ delivery, log: (entry) => log.push(entry) })
  const listening = await serve(homeserver)
  const clients = jsSdkClients(t, listening.url)
  t.teardown(async () => {
    await listening.close()
    await homeserver.close()
  })
  /** Requests of the specification that did not succeed, as `METHOD path status`. */
  const refused = () =>
    log.flatMap(({ details: { method, path, status } = {} }) =>
      typeof status === 'number' && status >= 400 && !String(path).includes('/unstable/')
        ? [`${method} ${path} ${status}`]
        : [],
    )
  return { ...clients, url: listening.url, refused }
}

/** Creates a room of Alice and Bob, whose clients sync. */
async function inRoom(t: Test) {
  const { login, register, ...server } = await served(t)
  const alice = await register('alice')
  const bob = await start(await register('bob'))
  const { room_id } = await alice.createRoom({ preset: Preset.PrivateChat, invite: [bob.getSafeUserId()] })
  await until(bob, 'the invitation', () => bob.getRoom(room_id)?.getMyMembership() === 'invite')
  await bob.joinRoom(room_id)
  await until(bob, 'the room', () => bob.getRoom(room_id)?.getMyMembership() === 'join')
  return { ...server, alice, bob, login, room_id }
}

const eventsOf = (client: MatrixClient, roomId: string): MatrixEvent[] =>
  client.getRoom(roomId)?.getLiveTimeline().getEvents() ?? []

const shows = (client: MatrixClient, roomId: string, body: string) =>
  eventsOf(client, roomId).some((event) => event.getContent().body === body)

const unread = (client: MatrixClient, roomId: string, type = NotificationCountType.Total) =>
  client.getRoom(roomId)?.getUnreadNotificationCount(type)

t.test('messages and unread counts arrive by sync, and the counts fall when another device reads', async (t) => {
  const { alice, bob, login, room_id } = await inRoom(t)
  const phone = await start(await login('bob'))
  t.not(phone.getDeviceId(), bob.getDeviceId())

  await alice.sendTextMessage(room_id, 'one')
  await alice.sendTextMessage(room_id, 'two')
  for (const client of [bob, phone]) {
    await until(client, 'both messages', () => shows(client, room_id, 'two') && unread(client, room_id) === 2)
  }
  t.equal(unread(bob, room_id, NotificationCountType.Highlight), 0)

  const [two] = eventsOf(bob, room_id).filter((event) => event.getContent().body === 'two')
  await bob.sendReadReceipt(two ?? null)
  await until(phone, 'a lower count', () => unread(phone, room_id) === 0)
  t.equal(phone.getRoom(room_id)?.getEventReadUpTo(bob.getSafeUserId()), two?.getId())
})

t.test('a mention is a highlight', async (t) => {
  const { alice, bob, room_id } = await inRoom(t)
  const mentions = { user_ids: [bob.getSafeUserId()] }
  await alice.sendMessage(room_id, { msgtype: 'm.text', body: 'Psst', 'm.mentions': mentions } as never)
  await until(bob, 'the highlight', () => unread(bob, room_id, NotificationCountType.Highlight) === 1)
  t.equal(unread(bob, room_id), 1)
  t.ok(shows(bob, room_id, 'Psst'))
})

t.test('pushers can be set, listed and removed', async (t) => {
  const { register } = await served(t)
  const alice = await register('alice')
  const sent = pusher(NOWHERE, { data: { url: NOWHERE, format: 'event_id_only' } })
  await alice.setPusher(sent)
  t.match(await alice.getPushers(), { pushers: [sent] })
  await alice.removePusher('key', 'org.example.app')
  t.strictSame(await alice.getPushers(), { pushers: [] })
})

t.test('a change of a rule by one device reaches the other by sync', async (t) => {
  const { login, register } = await served(t)
  const laptop = await start(await register('alice'))
  const phone = await start(await login('alice'))
  const cake = () => phone.pushRules?.global.content?.find((rule) => rule.rule_id === 'cake')
  t.equal(cake(), undefined)

  const actions = [PushRuleActionName.Notify]
  await laptop.addPushRule('global', PushRuleKind.ContentSpecific, 'cake', { pattern: 'cake', actions })
  await until(phone, 'the new rule', () => cake()?.pattern === 'cake' && cake()?.enabled === true)
  t.strictSame(cake()?.actions, actions)

  await laptop.setPushRuleActions('global', PushRuleKind.ContentSpecific, 'cake', [])
  await until(phone, 'the new actions', () => cake()?.actions.length === 0)

  await laptop.setPushRuleEnabled('global', PushRuleKind.ContentSpecific, 'cake', false)
  await until(phone, 'the disabled rule', () => cake()?.enabled === false)

  await laptop.deletePushRule('global', PushRuleKind.ContentSpecific, 'cake')
  await until(phone, 'the deletion of the rule', () => cake() === undefined)
})

t.test('a new rule applies to later messages', async (t) => {
  const { alice, bob, room_id } = await inRoom(t)
  const conditions = [{ kind: ConditionKind.EventMatch, key: 'room_id', pattern: room_id } as const]
  await bob.addPushRule('global', PushRuleKind.Override, 'quiet', { conditions, actions: [] })
  await alice.sendTextMessage(room_id, 'unheard')
  await bob.deletePushRule('global', PushRuleKind.Override, 'quiet')
  await alice.sendTextMessage(room_id, 'heard')
  await until(bob, 'the second message', () => shows(bob, room_id, 'heard') && unread(bob, room_id) === 1)
  t.ok(shows(bob, room_id, 'unheard'))
})

t.test('typing, names, receipts and redactions arrive by sync', async (t) => {
  const { alice, bob, refused, room_id } = await inRoom(t)
  const room = () => bob.getRoom(room_id)
  const aliceId = alice.getSafeUserId()

  await alice.sendTyping(room_id, true, 60_000)
  await until(bob, 'typing of Alice', () => room()?.getMember(aliceId)?.typing === true)
  await alice.sendTyping(room_id, false, 0)
  await until(bob, 'the end of typing of Alice', () => room()?.getMember(aliceId)?.typing === false)

  await alice.setDisplayName('Alice')
  await until(bob, 'the new name', () => room()?.getMember(aliceId)?.name === 'Alice')

  const { event_id } = await alice.sendTextMessage(room_id, 'wrong')
  await until(bob, 'the message', () => shows(bob, room_id, 'wrong'))
  await alice.redactEvent(room_id, event_id)
  await until(bob, 'the redaction', () => room()?.findEventById(event_id)?.isRedacted() === true)

  await bob.setRoomTag(room_id, 'm.favourite', { order: 0.5 })
  await until(bob, 'the tag', () => room()?.tags['m.favourite']?.order === 0.5)
  await bob.setRoomReadMarkers(room_id, event_id)
  await until(bob, 'the marker', () => room()?.getAccountData('m.fully_read')?.getContent().event_id === event_id)

  const { chunk } = await bob.createMessagesRequest(room_id, null, 5, Direction.Backward)
  t.equal(chunk[0]?.type, 'm.room.redaction')
  t.match(await bob.fetchRoomEvent(room_id, event_id), { event_id, content: {} })
  t.strictSame(refused(), [], 'every request of the SDK succeeded')
})

t.test('older events are loaded if the timeline is limited', async (t) => {
  const { alice, bob, room_id } = await inRoom(t)
  for (let number = 1; number <= 30; number += 1) await alice.sendTextMessage(room_id, `message ${number}`)
  await until(bob, 'the last message', () => shows(bob, room_id, 'message 30'))
  const room = bob.getRoom(room_id)
  if (room === null) throw new Error('Bob has no room')
  await bob.scrollback(room, 100)
  const bodies = eventsOf(bob, room_id).flatMap((event) => event.getContent().body ?? [])
  t.strictSame(
    bodies,
    Array.from({ length: 30 }, (_, index) => `message ${index + 1}`),
  )
})

t.test('a logout ends the session', async (t) => {
  const { login, register } = await served(t)
  const alice = await register('alice')
  t.match(await alice.whoami(), { user_id: alice.getSafeUserId(), device_id: alice.getDeviceId() })
  await alice.logout(true)
  await t.rejects(alice.whoami(), { name: 'M_UNKNOWN_TOKEN' })
  await t.resolves((await login('alice')).whoami(), 'a new login starts another one')
})

t.test('endpoints that the SDK requests under v3 exist under r0 too', async (t) => {
  const { alice, bob, room_id, url } = await inRoom(t)
  const headers = { authorization: `Bearer ${bob.getAccessToken()}` }
  await alice.sendTextMessage(room_id, 'one')
  await until(bob, 'the message', () => unread(bob, room_id) === 1)
  const get = async (path: string) => {
    const response = await fetch(`${url}/_matrix/client/r0${path}`, { headers })
    // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
    return { status: response.status, body: (await response.json()) as any }
  }
  const sync = await get('/sync')
  t.strictSame(sync.body.rooms.join[room_id].unread_notifications, { notification_count: 1, highlight_count: 0 })
  t.match((await get('/pushrules/')).body.global.underride, [{ rule_id: '.m.rule.call' }])
  for (const path of ['/pushers', '/account/whoami', '/capabilities', `/rooms/${room_id}/messages?dir=b`]) {
    t.equal((await get(path)).status, 200, path)
  }
})
