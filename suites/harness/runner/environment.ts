import type { TargetInfo } from '../../../run/index.ts'
import type { SpecVersion } from '../../../spec/index.ts'
import type { Case, CaseContext, CasePauses, Scene, SceneOptions, SharedSceneOptions } from '../case/case.ts'
import { Timeline } from '../evidence/timeline.ts'
import { Inbox, type Settling } from '../push-receiver/inbox.ts'
import type { ClosedGateway, PushReceiver } from '../push-receiver/push-receiver.ts'
import { Client, type TargetAccess } from '../target/client.ts'
import { type Account, type Credentials, register } from '../target/registration.ts'
import { pusherId } from '../users/shared-scenes.ts'
import { User } from '../users/user.ts'
import { ALICE, type SceneSource, type SceneUsers, Sharing } from './sharing.ts'

/** Homeserver that can be tested, with everything that Plexor needs for it. All cases of a run share it. */
export interface TestEnvironment {
  readonly kind: 'homeserver'
  specVersion: SpecVersion
  targetInfo: TargetInfo
  access: TargetAccess
  receiver: PushReceiver
  credentials: Credentials
  settling: Settling
  /** Time to wait for a push, in milliseconds: the timeout, or less once pushes have stopped arriving */
  pushTimeoutMs: number
  /** Part of every name that this run uses on the target */
  runId: string
}

let serial = 0

async function noPause(): Promise<never> {
  throw new RangeError('Expected no pause outside of a case, found one')
}

const NO_PAUSES: CasePauses = { settle: noPause, halfway: noPause }

/**
 * Session of a case about a homeserver: its tools, users, inboxes and timeline.
 *
 * Tools are arrow functions and not methods, because cases destructure the context.
 */
export class CaseSession implements CaseContext {
  readonly timeline: Timeline
  readonly specVersion: SpecVersion
  readonly targetInfo: TargetInfo
  readonly retryTimeoutMs: number
  readonly traffic: TargetAccess['traffic']
  readonly #environment: TestEnvironment
  readonly #caseId: string
  readonly #prefix: string
  readonly #inboxes: Inbox[] = []
  /** Inboxes by the users who may have set a pusher with their pushkey */
  readonly #pushers: { user: User; inbox: Inbox }[] = []
  readonly #clients: Client[] = []
  /** Undefined if the case has users of its own */
  readonly #sharing: Sharing | undefined
  #deletion: Promise<void> | undefined

  readonly settle: () => Promise<void>
  readonly halfway: () => Promise<void>

  /**
   * @param pauses pauses that the case can make; default: none
   * @param shared scenes that the case shares with others; default: it has users of its own
   */
  constructor(
    environment: TestEnvironment,
    definition: Pick<Case, 'id'>,
    pauses: CasePauses = NO_PAUSES,
    shared?: SceneSource,
  ) {
    serial += 1
    this.#environment = environment
    this.#caseId = definition.id
    this.#prefix = `plexor-${environment.runId}-${serial}`
    this.timeline = new Timeline(environment.access.redactor, environment.access.transport.clock)
    this.specVersion = environment.specVersion
    this.targetInfo = environment.targetInfo
    this.retryTimeoutMs = environment.access.timeoutMs * 3
    this.traffic = environment.access.traffic
    const sharing = {
      caseId: definition.id,
      userOf: (name: string, account: Account) => this.#userOf(name, account),
      register: (name: string) => this.user(name),
      note: (text: string) => this.timeline.note(text),
      preparing: <T>(work: () => Promise<T>) => this.timeline.preparing(work),
    }
    this.#sharing = shared === undefined ? undefined : new Sharing(sharing, shared)
    this.settle = pauses.settle
    this.halfway = pauses.halfway
  }

  readonly unique = (name: string): string => `${this.#prefix}-${name}`

  readonly closedGateway = (): Promise<ClosedGateway> =>
    this.#environment.receiver.closed(this.targetInfo.gateway.scheme)

  readonly anotherGateway = (): Promise<string | undefined> =>
    this.#environment.receiver.another(this.targetInfo.gateway.scheme)

  readonly anonymousClient = (): Client => this.#client('anonymous')

  readonly user = async (name: string): Promise<User> => {
    const client = this.#client(name)
    const username = this.unique(name)
    const account = await this.timeline.preparing(() => register(client, username, this.#environment.credentials))
    return this.#userOf(name, account, client)
  }

  #userOf(name: string, account: Account, client = this.#client(name)): User {
    client.useToken(account.accessToken)
    const gatewayUrl = this.#environment.targetInfo.gateway.url
    const user = new User(name, account, client, gatewayUrl, (pushkey, appId) => {
      const inbox = this.openInbox(pushkey, appId)
      this.#pushers.push({ user, inbox })
      return inbox
    })
    return user
  }

  readonly sharedUser = (name: string): Promise<User> => this.#sharing?.user(name) ?? this.user(name)

  readonly createScene = async ({ pusher = {}, ...options }: SceneOptions = {}): Promise<Scene> => {
    const users = await this.#members(options.group, (name) => this.user(name))
    return await sceneOf(users, [await this.#createRoom(users, options.room)], pusher)
  }

  readonly sharedScene = async ({
    group = false,
    read = false,
    room = {},
    isNewRoom = false,
    roomCount = 1,
    hasShortList = false,
    hasNewRules = false,
    pusher = {},
  }: SharedSceneOptions = {}) => {
    const kind = isNewRoom ? crypto.randomUUID() : kindOf({ group, room, hasShortList, hasNewRules })
    // Lists of notifications stay short only if there are many users
    const isRare = kind !== USUAL_KIND && !hasShortList
    const scene =
      (isNewRoom ? undefined : await this.#sharing?.scene({ kind, isRead: read, roomCount, isRare })) ??
      (await this.#sceneOfMembers(group, read, hasShortList || hasNewRules))
    const missing = Math.max(0, roomCount - scene.rooms.length)
    const rooms = [...scene.rooms]
    for (let number = 0; number < missing; number += 1) rooms.push(await this.#createRoom(scene, room))
    this.#sharing?.add({ ...scene, rooms }, { kind, hasNewRules })
    return await sceneOf(scene, rooms.slice(0, roomCount), pusher)
  }

  /** Returns a scene without rooms, of users that can be shared. */
  async #sceneOfMembers(group: boolean, read: boolean, isNew: boolean): Promise<SceneUsers> {
    const users = await this.#members(group, (name) => this.#memberFor(name, read, isNew))
    return { ...users, rooms: [], isRead: read || (this.#sharing?.isUnused(users.alice) ?? true) }
  }

  /** Returns a user for a scene. Only Alice's unread messages and notifications matter. */
  async #memberFor(name: string, read: boolean, isNew: boolean): Promise<User> {
    if (this.#sharing === undefined) return await this.user(name)
    if (name !== ALICE) return await this.#sharing.user(name)
    if (isNew) return await this.#sharing.newUser(name)
    return await (read ? this.#sharing.readUser(name) : this.#sharing.user(name))
  }

  /** Returns the users of a scene. */
  async #members(group: boolean | undefined, get: (name: string) => Promise<User>): Promise<Members> {
    const [alice, bob, carol] = await Promise.all([ALICE, 'bob', ...(group === true ? ['carol'] : [])].map(get))
    if (alice === undefined || bob === undefined) throw new Error('A scene has at least two users')
    return { alice, bob, carol }
  }

  /** Creates a room of Bob's with all users of a scene, and returns its ID. */
  async #createRoom({ alice, bob, carol }: Members, options: SceneOptions['room'] = {}): Promise<string> {
    const guests = carol === undefined ? [alice] : [alice, carol]
    return await this.timeline.preparing(async () => {
      const roomId = await bob.createRoom({ ...options, invite: guests })
      for (const guest of guests) await guest.join(roomId)
      return roomId
    })
  }

  get usedBefore(): readonly string[] {
    return this.#sharing?.usedBefore ?? []
  }

  async handOn(isStalling: boolean): Promise<void> {
    for (const client of this.#clients) client.isJudged = false
    try {
      await this.#deletePushers()
      const deleted = new Set(this.#pushers.map(({ inbox }) => pusherId(inbox.pushkey, inbox.appId)))
      await this.#sharing?.handOn(this.#clients, deleted, isStalling)
    } catch {
      // What cannot be made clean is not used again
    } finally {
      this.close()
    }
  }

  /** Opens an inbox at Plexor's push receiver for a pushkey. */
  openInbox(pushkey: string, appId: string): Inbox {
    const { receiver, pushTimeoutMs, settling } = this.#environment
    const inbox = new Inbox(pushkey, appId, this.timeline, pushTimeoutMs, settling)
    receiver.subscribe(inbox, this.timeline, this.#caseId)
    this.#inboxes.push(inbox)
    return inbox
  }

  /** Returns the proofs of the absences that the case checked; undefined if there are none. */
  proof(): string | undefined {
    const proofs = this.#inboxes.flatMap((inbox) => inbox.proofs)
    return proofs.length === 0 ? undefined : proofs.join('; ')
  }

  /** Ends the use of what the case shares with others. */
  endSharing(): void {
    this.#sharing?.end()
  }

  /** Ends the session. Later pushes for its pushers are rejected. */
  close(): void {
    for (const inbox of this.#inboxes) {
      this.#environment.receiver.unsubscribe(inbox.pushkey)
      inbox.close()
    }
  }

  /**
   * Removes the pushers of the case, so that the target does not go on trying to reach a gateway that is no more. What
   * cannot be removed stays.
   */
  async removePushers(): Promise<void> {
    await this.#deletePushers().catch(() => {})
  }

  #deletePushers(): Promise<void> {
    this.#deletion ??= this.#deleteEachPusher()
    return this.#deletion
  }

  async #deleteEachPusher(): Promise<void> {
    const deletions = await Promise.allSettled(this.#pushers.map(({ user, inbox }) => user.deletePusher(inbox)))
    const failed = deletions.find((deletion) => deletion.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  #client(actor: string): Client {
    const client = new Client(this.#environment.access, this.timeline, this.#caseId, actor)
    this.#clients.push(client)
    return client
  }
}

/** Users of a scene. */
interface Members {
  alice: User
  bob: User
  carol: User | undefined
}

/** Returns a text that is the same for scenes that can stand for each other. */
function kindOf({ group, room, hasShortList, hasNewRules }: SharedSceneOptions): string {
  return JSON.stringify([group, room, hasShortList, hasNewRules])
}

const USUAL_KIND = kindOf({ group: false, room: {}, hasShortList: false, hasNewRules: false })

/** Sets Alice's pusher, and returns the scene. */
async function sceneOf(
  { alice, bob, carol }: Members,
  rooms: readonly string[],
  pusher: NonNullable<SceneOptions['pusher']>,
): Promise<Scene> {
  const [room = ''] = rooms
  return {
    ...{ alice, bob, room, rooms, pusher: await alice.setPusher(pusher) },
    get carol() {
      if (carol === undefined) throw new Error('Carol is only in scenes with group: true')
      return carol
    },
  }
}
