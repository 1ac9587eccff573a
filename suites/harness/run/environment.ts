import type { TargetInfo } from '../../../run/index.ts'
import type { SpecVersion } from '../../../spec/index.ts'
import type { Case, CaseContext, Scene, SceneOptions } from '../case/case.ts'
import { Timeline } from '../evidence/timeline.ts'
import type { ClosedGateway, Gateway } from '../gateway/gateway.ts'
import { Inbox, type Settling } from '../gateway/inbox.ts'
import { Client, type TargetAccess } from '../target/client.ts'
import { type Credentials, register } from '../target/registration.ts'
import { User } from '../users/user.ts'

/** A target that can be tested, and everything that Plexor needs to test it: what the cases of a run share. */
export interface TestEnvironment {
  specVersion: SpecVersion
  targetInfo: TargetInfo
  access: TargetAccess
  gateway: Gateway
  credentials: Credentials
  settling: Settling
  /** Part of every name that this run makes on the target */
  runId: string
}

let serial = 0

/**
 * One case's own corner of the world: its users, its inboxes, its timeline.
 *
 * What cases use are functions of their own, not methods, for cases take them out of the context by destructuring.
 */
export class CaseSession implements CaseContext {
  readonly timeline: Timeline
  readonly specVersion: SpecVersion
  readonly targetInfo: TargetInfo
  readonly retryTimeoutMs: number
  readonly traffic: TargetAccess['traffic']
  readonly #world: TestEnvironment
  readonly #caseId: string
  readonly #prefix: string
  readonly #inboxes: Inbox[] = []

  constructor(environment: TestEnvironment, definition: Pick<Case, 'id'>) {
    serial += 1
    this.#world = environment
    this.#caseId = definition.id
    this.#prefix = `plexor-${environment.runId}-${serial}`
    this.timeline = new Timeline(environment.access.redactor, environment.access.transport.clock)
    this.specVersion = environment.specVersion
    this.targetInfo = environment.targetInfo
    this.retryTimeoutMs = environment.access.timeoutMs * 3
    this.traffic = environment.access.traffic
  }

  readonly unique = (name: string): string => `${this.#prefix}-${name}`

  readonly closedGateway = (): Promise<ClosedGateway> => this.#world.gateway.closed(this.targetInfo.gateway.scheme)

  readonly anonymousClient = (): Client => this.#client('anonymous')

  readonly user = async (name: string): Promise<User> => {
    const client = this.#client(name)
    const username = this.unique(name)
    const account = await this.timeline.preparing(() => register(client, username, this.#world.credentials))
    client.useToken(account.accessToken)
    return new User(name, account, client, this.#world.targetInfo.gateway.url, (pushkey, appId) =>
      this.openInbox(pushkey, appId),
    )
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
    const pusher = await alice.setPusher(pusherOptions)
    return {
      alice,
      bob,
      room,
      pusher,
      get carol() {
        if (carol === undefined) throw new Error('Carol is only in a scene with group: true')
        return carol
      },
    }
  }

  openInbox(pushkey: string, appId: string): Inbox {
    const { gateway, access, settling } = this.#world
    const inbox = new Inbox(pushkey, appId, this.timeline, access.timeoutMs, settling)
    gateway.subscribe(inbox, this.timeline, this.#caseId)
    this.#inboxes.push(inbox)
    return inbox
  }

  /** What proved the absences that the case relied on. */
  proof(): string | undefined {
    const proofs = this.#inboxes.flatMap((inbox) => inbox.proofs)
    return proofs.length === 0 ? undefined : proofs.join('; ')
  }

  /** Ends the case: what the target still sends for its pushers is none of anybody's business. */
  close(): void {
    for (const { pushkey } of this.#inboxes) this.#world.gateway.unsubscribe(pushkey)
  }

  #client(actor: string): Client {
    return new Client(this.#world.access, this.timeline, this.#caseId, actor)
  }
}
