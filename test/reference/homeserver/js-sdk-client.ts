import { type Logger, logger } from 'matrix-js-sdk/lib/logger.js'
import { ClientEvent, createClient, type MatrixClient } from 'matrix-js-sdk/lib/matrix.js'
import type { Test } from 'tap'

/** Longer than anything that a test waits for, shorter than what the SDK gives a /sync */
const LONG_MS = 60_000

/** A logger that keeps the SDK off the console. */
const nothing = () => {}
const quiet: Logger = {
  getChild: () => quiet,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
}
// Parts of the SDK go by the logger of all clients, whatever logger theirs has
Object.assign(logger, quiet)

/**
 * The SDK sets a timer for each of its requests and never clears it, so that a process would outlive its last sync by
 * almost two minutes. Timers as long as those keep nothing alive here.
 */
const startTimer = globalThis.setTimeout
globalThis.setTimeout = Object.assign((handler: () => void, milliseconds?: number, ...rest: []) => {
  const timer = startTimer(handler, milliseconds, ...rest)
  return milliseconds !== undefined && milliseconds >= LONG_MS ? timer.unref() : timer
}, startTimer) as typeof setTimeout

const password = (username: string) => `${username}-secret`

/** Makes clients of matrix-js-sdk for one homeserver; they are stopped at the end of the test. */
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
      const wish = { username, password: password(username), auth }
      return signedIn(await createClient({ baseUrl, logger: quiet }).registerRequest(wish))
    },
    async login(username: string): Promise<MatrixClient> {
      const identifier = { type: 'm.id.user', user: username }
      const wish = { type: 'm.login.password', identifier, password: password(username) }
      return signedIn(await createClient({ baseUrl, logger: quiet }).loginRequest(wish))
    },
  }
}

/** Starts syncing, and waits until the client knows what the server knows. */
export async function start(client: MatrixClient): Promise<MatrixClient> {
  const prepared = until(client, 'the first sync', () => client.isInitialSyncComplete())
  await client.startClient()
  await prepared
  return client
}

/** Waits until the client has learnt something by syncing; asks after each sync. */
export async function until(client: MatrixClient, what: string, isSo: () => boolean, deadlineMs = 20_000) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = () => {
    if (isSo()) resolve()
  }
  const timer = setTimeout(() => reject(new Error(`The client waited ${deadlineMs} ms for ${what}`)), deadlineMs)
  client.on(ClientEvent.Sync, look)
  try {
    look()
    await promise
  } finally {
    clearTimeout(timer)
    client.off(ClientEvent.Sync, look)
  }
}
