import type { TargetInfo } from '../../../run/index.ts'
import type { SpecVersion } from '../../../spec/index.ts'
import type { Case, CaseContext, CasePauses, Scene, SceneOptions, SharedSceneOptions } from '../case/case.ts'
import { Timeline } from '../evidence/timeline.ts'
import { Inbox, type Settling } from '../push-receiver/inbox.ts'
import type { ClosedGateway, PushReceiver } from '../push-receiver/push-receiver.ts'
import { Client, type TargetAccess } from '../target/client.ts'
import { type Account, type Credentials, register } from '../target/registration.ts'
import { isHarmless, readAll, restore, rulesetOf, type SharedScene, type SharedScenes } from '../users/shared-scenes.ts'
import { User } from '../users/user.ts'

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
  readonly #scenes: SharedScenes | undefined
  /** Scenes that can be handed on, each with its Alice */
  readonly #shared: { scene: SharedScene; alice: User }[] = []

  readonly settle: () => Promise<void>
  readonly halfway: () => Promise<void>

  /**
   * @param pauses pauses that the case can make; default: none
   * @param scenes scenes that the case shares with others; default: it has users of its own
   */
  constructor(
    environment: TestEnvironment,
    definition: Pick<Case, 'id'>,
    pauses: CasePauses = NO_PAUSES,
    scenes?: SharedScenes,
  ) {
    serial += 1
    this.#scenes = scenes
    this.#environment = environment
    this.#caseId = definition.id
    this.#prefix = `plexor-${environment.runId}-${serial}`
    this.timeline = new Timeline(environment.access.redactor, environment.access.transport.clock)
    this.specVersion = environment.specVersion
    this.targetInfo = environment.targetInfo
    this.retryTimeoutMs = environment.access.timeoutMs * 3
    this.traffic = environment.access.traffic
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

  readonly createScene = async ({
    group = false,
    room: roomOptions = {},
    pusher: pusherOptions = {},
  }: SceneOptions = {}): Promise<Scene> => {
    const [alice, bob, carol] = await Promise.all(
      ['alice', 'bob', ...(group ? ['carol'] : [])].map((name) => this.user(name)),
    )
    if (alice === undefined || bob === undefined) throw new Error('A scene has at least two users')
    const guests = carol === undefined ? [alice] : [alice, carol]
    const room = await this.timeline.preparing(async () => {
      const roomId = await bob.createRoom({ ...roomOptions, invite: guests })
      for (const guest of guests) await guest.join(roomId)
      return roomId
    })
    return sceneOf({ alice, bob, carol, room, pusher: await alice.setPusher(pusherOptions) })
  }

  readonly sharedScene = async ({ group = false, read = false, pusher = {} }: SharedSceneOptions = {}) => {
    const known = this.#scenes?.take(group, read)
    if (known !== undefined && (!read || known.isRead || (await this.#read(known)))) return this.#enter(known, pusher)
    const scene = await this.createScene({ group, pusher })
    if (this.#scenes !== undefined) await this.#share(scene, group)
    return scene
  }

  /** Continues with a scene of another case. */
  async #enter(scene: SharedScene, pusher: SceneOptions['pusher']): Promise<Scene> {
    const { room, usedBy } = scene
    this.timeline.note(`The users and the room are those of ${usedBy.at(-1)}, which left no push rules and no pushers`)
    const [alice, bob] = [this.#userOf('alice', scene.alice), this.#userOf('bob', scene.bob)]
    const carol = scene.carol && this.#userOf('carol', scene.carol)
    this.#shared.push({ scene, alice })
    return sceneOf({ alice, bob, carol, room, pusher: await alice.setPusher(pusher) })
  }

  /** Reads everything in the room of a scene. Returns false if the target does not show it as read. */
  async #read({ alice, room }: SharedScene): Promise<boolean> {
    const isRead = await this.timeline.preparing(() => readAll(this.#userOf('alice', alice), room)).catch(() => false)
    if (!isRead && this.#scenes !== undefined) this.#scenes.canBeRead = false
    return isRead
  }

  /** Remembers what a new scene is like, so that it can be handed on. */
  async #share(scene: Scene, hasCarol: boolean): Promise<void> {
    const { alice, bob, room } = scene
    const rules = await this.timeline.preparing(() => rulesetOf(alice)).catch(() => undefined)
    if (rules === undefined) return
    const guests = hasCarol ? { carol: scene.carol.account } : {}
    for (const { client } of [alice, bob, ...(hasCarol ? [scene.carol] : [])]) client.changes.clear()
    const accounts = { alice: alice.account, bob: bob.account, ...guests }
    this.#shared.push({ scene: { ...accounts, room, rules, isRead: true, usedBy: [] }, alice })
  }

  get usedBefore(): readonly string[] {
    return this.#shared.flatMap(({ scene }) => scene.usedBy)
  }

  async handOn(): Promise<void> {
    const restored = new Set(this.#shared.map(({ alice }) => alice.client))
    const isClean = this.#clients.every((client) => isHarmless(client, restored.has(client)))
    if (this.#shared.length === 0 || !isClean) return
    const isNews = this.#clients.some(({ changes }) => changes.has('sendEvent'))
    try {
      await this.#deletePushers()
      for (const { scene, alice } of this.#shared) {
        const left = await restore(alice, scene.rules)
        const usedBy = [...scene.usedBy, this.#caseId]
        if (left === undefined) this.#scenes?.give({ ...scene, isRead: scene.isRead && !isNews, usedBy })
        else this.#scenes?.remark(`After ${this.#caseId}, the target shows ${left}; no other case used those users`)
      }
    } catch {
      // What cannot be made clean is not used again
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

  async #deletePushers(): Promise<void> {
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

function sceneOf({ carol, ...others }: Omit<Scene, 'carol'> & { carol: User | undefined }): Scene {
  return {
    ...others,
    get carol() {
      if (carol === undefined) throw new Error('Carol is only in scenes with group: true')
      return carol
    },
  }
}
