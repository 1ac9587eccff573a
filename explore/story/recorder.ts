import type { Inbox } from '../../suites/harness/push-receiver/inbox.ts'
import type { User } from '../../suites/harness/users/user.ts'

/** Request that a user made, as a call of the harness. */
export interface RecordedCall {
  kind: 'call'
  user: User
  /** Name of the method: `putRule`, or `client.ok` */
  method: string
  args: unknown[]
  /** Result; undefined until there is one */
  result: unknown
}

/** Wait for a message that shows that everything before it has had its effect. */
export interface RecordedWait {
  kind: 'wait'
  eventId: string
  inboxes: Inbox[]
}

/** Everything that happened to a target in a history that matters for a case. */
export interface Recording {
  users: User[]
  entries: (RecordedCall | RecordedWait)[]
  /** Obstacle that a case cannot repeat, as a clause; undefined if it can repeat everything */
  obstacle: string | undefined
}

/** Methods of a user that change something. All others only read. */
const CHANGES: ReadonlySet<string> = new Set([
  'createRoom',
  'deletePusher',
  'deleteRule',
  'enableRule',
  'ignore',
  'invite',
  'join',
  'leave',
  'putRule',
  'read',
  'send',
  'sendEvent',
  'setActions',
  'setDisplayName',
  'setNameIn',
  'setPusher',
  'setReadMarkers',
  'setState',
])

/** Operations that only read, of a client. */
const READS = /^get|^sync$|^login$/

/** Recorder of the requests that users make. */
export class Recorder implements Recording {
  readonly users: User[] = []
  readonly entries: (RecordedCall | RecordedWait)[] = []
  obstacle: string | undefined

  /** Returns the user, with changes recorded. */
  recording(user: User): User {
    const client = this.#recordingClient(user)
    const recording = new Proxy(user, {
      get: (_, key) => {
        if (key === 'client') return client
        const value: unknown = Reflect.get(user, key, user)
        if (typeof value !== 'function') return value
        if (key === 'signIn') return this.#refusing(value.bind(user), 'a user signs in on another device')
        return CHANGES.has(String(key)) ? this.#recorded(user, String(key), value.bind(user)) : value.bind(user)
      },
    })
    this.users.push(recording)
    return recording
  }

  #recordingClient(user: User): User['client'] {
    return new Proxy(user.client, {
      get: (client, key) => {
        const value: unknown = Reflect.get(client, key, client)
        if (typeof value !== 'function') return value
        const bound = value.bind(client)
        if (key !== 'ok' && key !== 'call') return bound
        const recorded = this.#recorded(user, `client.${key}`, bound)
        return (...args: unknown[]) => (READS.test(String(args[0])) ? bound(...args) : recorded(...args))
      },
    })
  }

  #recorded(user: User, method: string, call: (...args: unknown[]) => Promise<unknown>) {
    return async (...args: unknown[]) => {
      const entry: RecordedCall = { kind: 'call', user, method, args, result: undefined }
      this.entries.push(entry)
      const result = await call(...args)
      entry.result = result
      return method === 'setPusher' ? this.#watched(result as Inbox) : result
    }
  }

  /** Returns an inbox that notes when the gateway is made to respond in another way. */
  #watched(inbox: Inbox): Inbox {
    return new Proxy(inbox, {
      get: (_, key) => {
        const value: unknown = Reflect.get(inbox, key, inbox)
        if (typeof value !== 'function') return value
        const bound = value.bind(inbox)
        return key === 'responseFor' || key === 'hold' ? this.#refusing(bound, GATEWAY) : bound
      },
      set: (_, key, value) => {
        if (key === 'response') this.obstacle ??= GATEWAY
        return Reflect.set(inbox, key, value, inbox)
      },
    })
  }

  #refusing(call: (...args: unknown[]) => unknown, obstacle: string) {
    return (...args: unknown[]) => {
      this.obstacle ??= obstacle
      return call(...args)
    }
  }
}

const GATEWAY = 'the gateway responds in another way than usual'
