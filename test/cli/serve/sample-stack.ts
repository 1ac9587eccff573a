import { Activity } from '../../../cli/serve/pages/activity.ts'
import { createPages } from '../../../cli/serve/pages/create-pages.ts'
import { SERVE_SCRIPT } from '../../../cli/serve/pages/generated/page-script.ts'
import type { Stack } from '../../../cli/serve/pages/stack.ts'
import type { Account, DeviceDescription, HandledNotification, ReceivedPush } from '../../../reference/index.ts'

/** Properties of the pages that their tests check for. */
export const PAGE_KIND = {
  script: SERVE_SCRIPT,
  links: /^(?:|\/(?:chain|inboxes|accounts|log)(?:\?device=[\w%-]+)?(?:#[\w%-]+)?)$/,
  connects: true,
}

/** Paths of all pages. */
export const PATHS = ['/chain', '/inboxes', '/accounts', '/log']

/** Pushkey of the device, which is a secret. */
export const PUSHKEY = 'the-pushkey-of-the-device'

/** Token in a payload and in the log, which is a secret. */
export const TOKEN = 'syt_the_token_of_alice'

/** Stack that a test changes. */
export interface SampleStack {
  stack: Stack

  /** Devices of the provider, oldest first */
  devices: DeviceDescription[]

  /** Pushes in the inbox of each device */
  pushes: Map<string, ReceivedPush[]>
  accounts: Account[]

  /** Sends a notification to devices, and lets it arrive at the first one; without an event if its ID is empty. */
  notify(change?: Partial<HandledNotification['notification']>, outcomes?: HandledNotification['outcomes']): void

  /** Returns a page. */
  page(path: string, host?: string): Promise<Response>

  /** Ends the streams of changes. */
  stop(): void
}

/** Creates a device of FCM. */
export function device(id: string, pushkey = PUSHKEY): DeviceDescription {
  const app = { app: 'com.example.matrix', app_id: 'com.example.matrix.android' }
  return {
    device_id: id,
    service: 'fcm',
    ...app,
    pushkey,
    registered: true,
    inbox: `http://127.0.0.1/devices/${id}/inbox`,
  }
}

/** Creates the outcome of a push for a pushkey. */
export function outcome(
  pushkey = PUSHKEY,
  result: HandledNotification['outcomes'][number]['outcome'] = { result: 'sent' },
) {
  return {
    device: { app_id: 'com.example.matrix.android', pushkey, data: {}, tweaks: { sound: 'default' } },
    outcome: result,
  }
}

/** Creates a stack with one device and one account, in which nothing has happened yet. */
export function sampleStack(): SampleStack {
  const activity = new Activity()
  const devices = [device('phone')]
  const pushes = new Map<string, ReceivedPush[]>()
  const accounts: Account[] = [
    { user_id: '@alice:localhost', display_name: 'Alice', pushers: [], rules: {}, changes: [] },
  ]
  const inboxOf = (id: string) => ({
    dropped: 0,
    closed: false,
    crowded: false,
    list: (after = 0) => (pushes.get(id) ?? []).filter(({ n }) => n > after),
    next: async () => [],
    add: () => {
      throw new Error('the pages add nothing')
    },
    close: () => {},
  })
  const stack: Stack = {
    activity,
    places: [
      { name: 'homeserver', url: 'http://127.0.0.1:8008', note: 'follows v1.19' },
      { name: 'push gateway', url: 'https://127.0.0.1:8009/_matrix/push/v1/notify' },
      { name: 'provider', url: 'http://127.0.0.1:8010' },
    ],
    provider: { devices: () => devices, inboxOf },
    accounts: (max) => ({ total: accounts.length, newest: accounts.slice(0, max) }),
    hasGateway: true,
  }
  const stop = new AbortController()
  const pages = createPages({ stack, host: '127.0.0.1', stop: stop.signal })
  return {
    ...{ stack, devices, pushes, accounts },
    notify(change = {}, outcomes = [outcome()]) {
      const { event_id = '$tea', ...rest } = change
      const about = event_id === '' ? {} : { event_id }
      const notification = {
        room_id: '!kitchen:localhost',
        room_name: 'Kitchen',
        type: 'm.room.message',
        sender: '@bob:localhost',
        prio: 'high' as const,
        counts: { unread: 2 },
        ...rest,
        ...about,
      }
      const first = devices[0]
      if (first !== undefined && outcomes[0]?.outcome.result === 'sent') {
        const list = pushes.get(first.device_id) ?? []
        const n = list.length + 1
        const payload = { data: { ...about, unread: '2', access_token: TOKEN, note: `for ${PUSHKEY}` } }
        pushes.set(first.device_id, [
          ...list,
          { n, received_at: Date.now(), service: 'fcm', priority: 'high', headers: {}, payload },
        ])
        const details = { service: 'fcm', device_id: first.device_id, n, ...about }
        activity.log({ part: 'provider', level: 'info', event: 'push-received', text: `Push ${n} arrived`, details })
      }
      const isFailed = outcomes.some(({ outcome: { result } }) => result === 'failed')
      activity.notification({ notification, outcomes, status: isFailed ? 502 : 200, ms: 3 })
    },
    page: async (path, host = '127.0.0.1:8014') => await pages.fetch(new Request(`http://${host}${path}`)),
    stop: () => stop.abort(),
  }
}

/** Text that a hostile target could send, to run a script or to change what the page says. */
export const ATTACK = '</pre></script><script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe \u0007'

/** Returns a stack of which every text that others choose is an attack. */
export function hostileStack(): SampleStack {
  const sample = sampleStack()
  const { stack, devices, pushes, accounts } = sample
  devices.push({ ...device('hostile', 'other'), app: ATTACK, app_id: ATTACK })
  sample.notify({ event_id: ATTACK, type: ATTACK, sender: ATTACK, room_name: ATTACK, content: { body: ATTACK } }, [
    { ...outcome(), device: { app_id: ATTACK, pushkey: PUSHKEY, data: {}, tweaks: { [ATTACK]: ATTACK } } },
    outcome('foreign', { result: 'rejected', reason: ATTACK }),
  ])
  const push = { n: 1, received_at: 0, service: 'fcm', priority: ATTACK, headers: { [ATTACK]: ATTACK } } as const
  pushes.set('hostile', [
    { ...push, payload: ATTACK },
    { ...push, n: 2, payload: { [ATTACK]: [ATTACK] } },
    { ...push, n: 3, payload: null, unreadable: ATTACK },
  ])
  const pusher = {
    app_id: ATTACK,
    pushkey: PUSHKEY,
    kind: ATTACK,
    app_display_name: ATTACK,
    device_display_name: ATTACK,
  }
  accounts.push({
    user_id: ATTACK,
    display_name: ATTACK,
    pushers: [{ ...pusher, data: { url: ATTACK, format: ATTACK }, set_at: 0 }],
    rules: { content: [{ rule_id: ATTACK, pattern: ATTACK, actions: [ATTACK], default: false, enabled: true }] },
    changes: [{ kind: 'underride', rule_id: ATTACK, enabled: false, actions: [ATTACK] }],
  })
  const text = `Cannot deliver a push: ${ATTACK}`
  stack.activity.log({ part: 'delivery', level: 'warning', event: 'push-failed', text, details: { event_id: ATTACK } })
  return sample
}
