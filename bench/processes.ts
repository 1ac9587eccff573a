import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Agent, request } from 'undici'

const EXEC_ARGV = ['--import=tsx', '--disable-warning=ExperimentalWarning']

/** Child process that runs a server. */
export interface Program {
  url: string

  /** Returns the next message of the process. */
  message<T>(): Promise<T>
  send(message: object): void
  close(): void
}

/** Starts a program of this directory, and waits until it listens. */
export async function start(name: string, args: readonly string[] = []): Promise<Program> {
  const child: ChildProcess = fork(fileURLToPath(new URL(name, import.meta.url)), args, { execArgv: EXEC_ARGV })
  const waiting: PromiseWithResolvers<unknown>[] = []
  child.on('message', (message) => waiting.shift()?.resolve(message))
  child.on('exit', () => {
    for (const { reject } of waiting) reject(new Error(`Cannot measure: the process ${name} has ended`))
  })
  const message = <T>(): Promise<T> => {
    const next = Promise.withResolvers<unknown>()
    waiting.push(next)
    return next.promise as Promise<T>
  }
  const { url } = await message<{ url: string }>()
  return { url, message, send: (one) => void child.send(one), close: () => void child.kill() }
}

/** User who is logged in. */
export interface User {
  userId: string

  /** Sends a request, and returns the body of the response. */
  // biome-ignore lint/suspicious/noExplicitAny: responses have any shape
  ask(method: 'GET' | 'PUT' | 'POST', path: string, body?: object): Promise<any>
}

const agent = new Agent({ connections: 8 })

/** Registers a user. Requests of the user throw unless the response is 200. */
export async function register(homeserver: string, username: string): Promise<User> {
  const auth = { type: 'm.login.dummy' }
  const session = await ask(homeserver, undefined, 'POST', '/register', { username, password: 'secret', auth })
  return {
    userId: session.user_id,
    ask: (method, path, body) => ask(homeserver, session.access_token, method, path, body),
  }
}

async function ask(homeserver: string, token: string | undefined, method: string, path: string, body?: object) {
  const response = await request(`${homeserver}/_matrix/client/v3${path}`, {
    dispatcher: agent,
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: responses have any shape
  const result: any = await response.body.json()
  if (response.statusCode === 200) return result
  throw new Error(
    `Cannot measure: ${method} ${path}: expected 200, found ${response.statusCode}: ${JSON.stringify(result)}`,
  )
}

/** Calls `work` with each item, for eight items at a time. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values()
  const worker = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}
