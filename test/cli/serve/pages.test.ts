import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { MAX_ENTRIES, MAX_NOTIFICATIONS } from '../../../cli/serve/pages/activity.ts'
import { MAX_WAYS } from '../../../cli/serve/pages/chain-page.ts'
import { MAX_DEVICES, MAX_PUSHES } from '../../../cli/serve/pages/inbox-page.ts'
import { startPages } from '../../../cli/serve/start-pages.ts'
import { assertSafe, assertStrictPolicy } from '../../reports/page-safety.ts'
import { device, hostileStack, outcome, PAGE_KIND, PATHS, PUSHKEY, sampleStack, TOKEN } from './sample-stack.ts'

/** Maximum size of a page, whatever happened, in bytes. */
const MAX_PAGE = 4_000_000

t.test('a push is shown from the notification to the inbox', async (t) => {
  const { page, notify } = sampleStack()
  notify()
  // A homeserver can send one notification for each pusher
  notify({}, [{ ...outcome('another', { result: 'rejected', reason: 'it is gone' }) }])
  const chain = await (await page('/chain')).text()
  t.match(chain, 'm.room.message in <strong>Kitchen</strong> from @bob:localhost')
  t.match(chain, /gateway <strong class="good">200<\/strong>.*FCM <strong class="good">arrived as push 1<\/strong>/)
  t.match(chain, '<a href="/inboxes?device=phone#push-phone-1">')
  t.match(chain, '{&quot;sound&quot;:&quot;default&quot;}')
  t.match(chain, '<span class="tag">sound default</span>')
  const inboxes = await (await page('/inboxes')).text()
  t.match(inboxes, /id="push-phone-1"/)
  t.match(inboxes, /<code>{&quot;sound&quot;:&quot;default&quot;}<\/code>, as the push gateway got them/)
  t.match(inboxes, /<span class="tag">unread 2<\/span><span class="tag">priority high<\/span>/)
  const [link = ''] = /\/chain#event-\w+/.exec(inboxes) ?? []
  t.match(chain, `id="${link.split('#')[1]}"`, 'the push is linked to its way')
})

t.test('attempts for one event are one entry, with the last result for each device', async (t) => {
  const { page, notify } = sampleStack()
  notify({}, [outcome(PUSHKEY, { result: 'failed', reason: 'it responded with 503' })])
  notify()
  const chain = await (await page('/chain')).text()
  t.equal([...chain.matchAll(/<details class="entry"/g)].length, 1)
  t.match(chain, 'data-result="arrived"')
  t.match(chain, '2 attempts')
  t.match(chain, /502<\/strong> after 3 ms.*failed<\/span>: it responded with 503/)
})

t.test('a push about counts alone is found by its time', async (t) => {
  const { page, notify } = sampleStack()
  notify({ event_id: '' })
  t.match(await (await page('/chain')).text(), /counts alone <span class="tag">unread 2<\/span>.*arrived as push 1/)
})

t.test('what the gateway never got is between the notifications', async (t) => {
  const { page, stack } = sampleStack()
  stack.activity.log({ part: 'delivery', level: 'warning', event: 'push-failed', text: 'Cannot deliver a push' })
  stack.activity.log({ part: 'gateway', level: 'warning', event: 'request-refused', text: 'Refused a request' })
  const failed = { part: 'delivery', level: 'warning', event: 'push-failed', text: 'A failed attempt' } as const
  for (const host of ['127.0.0.1:8009', 'push.example.org']) {
    stack.activity.log({ ...failed, text: `Failed at ${host}`, details: { host, status: 502 } })
  }
  const chain = await (await page('/chain')).text()
  t.match(chain, /refused<\/strong>[\s\S]*not delivered<\/strong>/)
  t.match(chain, 'Failed at push.example.org')
  t.notMatch(chain, 'Failed at 127.0.0.1:8009', 'the gateway of the stack knows about it')
})

t.test('the accounts have their pushers, their rules and their changes to default rules', async (t) => {
  const { page, accounts } = sampleStack()
  const pusher = { app_id: 'app', pushkey: PUSHKEY, kind: 'http', app_display_name: 'A', device_display_name: 'Phone' }
  accounts.push({
    user_id: '@bob:localhost',
    pushers: [{ ...pusher, data: { url: 'https://push.example.org/_matrix/push/v1/notify' }, set_at: 0 }],
    rules: { content: [{ rule_id: 'tea', pattern: 'tea', actions: ['notify'], default: false, enabled: true }] },
    changes: [{ kind: 'override', rule_id: '.m.rule.master', enabled: true }],
  })
  const text = await (await page('/accounts')).text()
  t.match(text, /@alice:localhost[\s\S]*No pusher, so nothing is pushed/)
  t.match(text, /<a href="\/inboxes#device-phone">FCM <code>phone<\/code><\/a>.*push\.example\.org/)
  t.match(text, 'content <code>tea</code>: <code>{&quot;pattern&quot;:&quot;tea&quot;}</code>')
  t.match(text, 'default override <code>.m.rule.master</code>: enabled')
})

for (const path of PATHS) {
  t.test(`${path}: hostile texts are shown as text`, async (t) => {
    const { page } = hostileStack()
    const response = await page(path)
    const text = await response.text()
    assertStrictPolicy(t, text, PAGE_KIND)
    assertSafe(t, text, PAGE_KIND)
    t.match(text, '&lt;img src=x onerror=alert(2)&gt; \\u{202e}gnp.exe')
    t.equal(response.headers.get('content-security-policy'), "frame-ancestors 'none'")
    t.equal(response.headers.get('x-content-type-options'), 'nosniff')
    t.equal(response.headers.get('cache-control'), 'no-store')
  })

  t.test(`${path}: no token and no pushkey`, async (t) => {
    const { page, notify, stack, accounts } = sampleStack()
    const pusher = { app_id: 'app', kind: 'http', app_display_name: 'A', device_display_name: 'Phone' }
    accounts[0]?.pushers.push({ ...pusher, pushkey: PUSHKEY, data: { url: 'http://127.0.0.1/notify' }, set_at: 0 })
    notify({ content: { body: `The pushkey is ${PUSHKEY}`, access_token: TOKEN } })
    const text = `GET /sync?access_token=${TOKEN} 200`
    stack.activity.log({ part: 'homeserver', level: 'info', event: 'request', text })
    const shown = await (await page(path)).text()
    t.notMatch(shown, PUSHKEY)
    t.notMatch(shown, TOKEN)
  })
}

t.test('pages are of bounded size, and say what they leave out', async (t) => {
  const { page, notify, stack, devices, pushes, accounts } = sampleStack()
  const long = 'x'.repeat(20_000)
  const many = [...Array(30).keys()].map((index) => outcome(`key-${index}`))
  for (let index = 0; index < MAX_NOTIFICATIONS + 50; index += 1) {
    notify({ event_id: `$${index}${long}`, room_name: long, content: { body: long } }, many)
  }
  for (let index = 0; index < MAX_ENTRIES + 50; index += 1) {
    stack.activity.log({ part: 'gateway', level: 'warning', event: 'request-refused', text: long })
  }
  for (let index = 0; index < MAX_DEVICES + 10; index += 1) {
    devices.push(device(`device-${index}`, `pushkey-${index}`))
    accounts.push({ user_id: `@${index}${long}:localhost`, pushers: [], rules: {}, changes: [] })
  }
  const push = { received_at: 0, service: 'fcm', priority: 'high', headers: { long }, payload: { long } } as const
  pushes.set(
    'device-59',
    [...Array(500).keys()].map((index) => ({ n: index + 1, ...push })),
  )
  const omitted: Record<string, RegExp> = {
    '/chain': new RegExp(`… and ${MAX_NOTIFICATIONS + 50 - MAX_WAYS} older notifications`),
    '/inboxes': new RegExp(`Show ${500 - MAX_PUSHES} older ones[\\s\\S]*… and 11 older devices`),
    '/accounts': /… and 11 older accounts/,
    '/log': /Entries before number \d+ are in the terminal alone/,
    '/inboxes?device=device-59': /id="push-device-59-1"/,
  }
  for (const [path, pattern] of Object.entries(omitted)) {
    const text = await (await page(path)).text()
    t.ok(text.length < MAX_PAGE, `${path} has ${text.length} characters`)
    t.match(text, pattern)
  }
})

t.test('a pushkey is masked where the notification is cut', async (t) => {
  for (const length of [3_990, 4_000, 4_490, 4_505]) {
    const { page, notify } = sampleStack()
    notify({ content: { body: `${'x'.repeat(length)}${PUSHKEY}${'y'.repeat(2_000)}` } })
    t.notMatch(await (await page('/chain')).text(), PUSHKEY.slice(0, 6), `after ${length} characters`)
  }
})

t.test('a device that was removed is named', async (t) => {
  const { page } = sampleStack()
  t.match(await (await page('/inboxes?device=%3Cb%3E')).text(), 'There is no device <code>&lt;b&gt;</code>')
})

t.test('the first page is that of the chain, and unknown ones are not there', async (t) => {
  const { page } = sampleStack()
  t.equal((await page('/')).headers.get('location'), '/chain')
  t.equal((await page('/nowhere')).status, 404)
})

t.test('on loopback, a page is shown under no other name, as hostile sites have to use', async (t) => {
  const { page } = sampleStack()
  for (const host of ['localhost:8014', '127.0.0.1:1', '[::1]:8014'])
    t.equal((await page('/log', host)).status, 200, host)
  for (const host of ['attacker.example:8014', '192.168.1.2:8014', 'localhost.example']) {
    t.equal((await page('/log', host)).status, 421, host)
  }
})

t.test('changes are streamed, and the stream ends with the pages', async (t) => {
  const { page, notify, stack, stop } = sampleStack()
  const response = await page('/changes')
  t.equal(response.headers.get('content-type'), 'text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  t.equal((await reader?.read())?.value, `data: ${stack.activity.revision}\n\n`)
  const next = reader?.read()
  notify()
  t.match((await next)?.value, /^data: [\d-]+\n\n$/)
  stop()
  for (;;) if ((await reader?.read())?.done !== false) break
})

t.test('the pages have a port next to those of their part, or a free one if it is taken', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const settings = { port: port - 7, ports: { pages: 7 }, pagesHost: '127.0.0.1' }
  const { stack } = sampleStack()
  const other = await startPages(stack, { ...settings, pagesPort: undefined })
  t.not(new URL(other.url).port, String(port))
  t.equal((await fetch(`${other.url}/log`)).status, 200)
  await other.close()
  const chosen = startPages(stack, { ...settings, pagesPort: port })
  await t.rejects(chosen, { message: /the port is in use; choose others with --pages-host or --pages-port/ })
  taken.close()
  await once(taken, 'close')
  const pages = await startPages(stack, { ...settings, pagesPort: undefined })
  t.teardown(() => pages.close())
  t.equal(new URL(pages.url).port, String(port))
})
