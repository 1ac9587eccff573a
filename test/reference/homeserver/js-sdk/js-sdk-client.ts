import { type Logger, logger } from 'matrix-js-sdk/lib/logger.js'
import { ClientEvent, createClient, type MatrixClient } from 'matrix-js-sdk/lib/matrix.js'
import type { Test } from 'tap'

/** Timeout that is longer than any wait of a test, and shorter than that of the SDK for a /sync. */
const LONG_MS = 60_000

/** Logger that keeps the SDK from writing to the console. */
const nothing = () => {}
const quiet: Logger = {
  getChild: () => quiet,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
}
// Parts of the SDK use the logger of all clients, even if a client has one of its own
Object.assign(logger, quiet)

/**
 * Original timer function. Its replacement lets long timers not keep the process alive: the SDK sets one for each
 * request and never clears it, so the process would run for almost two minutes after its last sync.
 */
const startTimer = globalThis.setTimeout
globalThis.setTimeout = Object.assign((handler: () => void, milliseconds?: number, ...rest: []) => {
  const timer = startTimer(handler, milliseconds, ...rest)
  return milliseconds !== undefined && milliseconds >= LONG_MS ? timer.unref() : timer
}, startTimer) as typeof setTimeout

const password = (username: string) => `${username}-secret`

/** Creates clients of matrix-js-sdk for one homeserver, and stops them at the end of the test. */
export function jsSdkClients(t: Test, baseUrl: string) {
  function signedIn(session: { user_id: string; device_id?: string; access_token?: string }): MatrixClient {
    const { user_id: userId, device_id: deviceId = '', access_token: accessToken = '' } = session
    const client = createClient({ baseUrl, userId, deviceId, accessToken, logger: quiet })
    t.teardown(() => client.stopClient())
    return client
  }

  return {
    async register(username: string): Promise<MatrixClient> {
      const auth = { type: 'm.login.dummy' }
      const body = { username, password: password(username), auth }
      return signedIn(await createClient({ baseUrl, logger: quiet }).registerRequest(body))
    },
    async login(username: string): Promise<MatrixClient> {
      const identifier = { type: 'm.id.user', user: username }
      const body = { type: 'm.login.password', identifier, password: password(username) }
      return signedIn(await createClient({ baseUrl, logger: quiet }).loginRequest(body))
    },
  }
}

/** Starts syncing, and waits for the first sync. */
export async function start(client: MatrixClient): Promise<MatrixClient> {
  const prepared = until(client, 'the first sync', () => client.isInitialSyncComplete())
  await client.startClient()
  await prepared
  return client
}

/** Waits until a condition holds, which is checked after each sync. */
export async function until(client: MatrixClient, what: string, isSo: () => boolean, deadlineMs = 20_000) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = () => {
    if (isSo()) resolve()
  }
  const timer = setTimeout(() => reject(new Error(`Expected ${what} within ${deadlineMs} ms`)), deadlineMs)
  client.on(ClientEvent.Sync, look)
  try {
    look()
    await promise
  } finally {
    clearTimeout(timer)
    client.off(ClientEvent.Sync, look)
  }
}
