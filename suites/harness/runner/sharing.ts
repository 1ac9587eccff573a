import type { Inbox } from '../push-receiver/inbox.ts'
import type { Client } from '../target/client.ts'
import type { Account } from '../target/registration.ts'
import {
  addsRooms,
  changesRules,
  isNews,
  readAll,
  restore,
  rulesetOf,
  type SceneRequest,
  type SharedScene,
  type SharedScenes,
  type SharedUser,
  sparesRoom,
  sparesUsers,
} from '../users/shared-scenes.ts'
import type { User } from '../users/user.ts'

/** User of a case that others use too. */
interface Member {
  shared: SharedUser
  user: User
}

/** Scene of a case that others use too, made of members. */
interface MemberScene extends Pick<SharedScene, 'kind' | 'isRead'> {
  alice: Member
  bob: Member
  carol?: Member
  rooms: readonly string[]
  /** True if nobody may have changed Alice's push rules before */
  hasNewRules: boolean
}

/** Session of a case, as far as its shared users need it. */
export interface SharingSession {
  readonly caseId: string
  /** Returns a user of an account, with a new client */
  userOf(name: string, account: Account): User
  /** Registers a user. */
  register(name: string): Promise<User>
  note(text: string): void
  preparing<T>(work: () => Promise<T>): Promise<T>
}

/** Scenes that a case shares with others. */
export interface SceneSource {
  scenes: SharedScenes
  /** True if the case uses none that others have used, but may hand on its own */
  isFirst: boolean
}

/** Name of the user whose push rules are restored. */
export const ALICE = 'alice'

/** Maximum time that a push takes after the pushers that did not accept any are gone, in milliseconds. */
const MAX_RECOVERY_MS = 2_000

/** Users and scenes that a case shares with others. */
export class Sharing {
  readonly #session: SharingSession
  readonly #scenes: SharedScenes
  readonly #isFirst: boolean
  readonly #members: Member[] = []
  readonly #used: MemberScene[] = []
  /** Kinds of the scenes that the case has taken */
  readonly #taken: string[] = []

  constructor(session: SharingSession, { scenes, isFirst }: SceneSource) {
    this.#session = session
    this.#scenes = scenes
    this.#isFirst = isFirst
  }

  /** Ids of the cases that used the same users before, the latest one last */
  get usedBefore(): readonly string[] {
    return [...new Set(this.#members.flatMap(({ shared }) => shared.usedBy))]
  }

  /** Returns a user of a case that has ended, or a new one. */
  async user(name: string): Promise<User> {
    const known = this.#isFirst ? undefined : this.#scenes.takeUser(name)
    if (known === undefined) return await this.newUser(name)
    this.#session.note(`The user ${name} is that of ${known.usedBy.at(-1)}, which left no push rules and no pushers`)
    return this.#enter(known).user
  }

  /** Returns a new user, which other cases can use afterwards. */
  async newUser(name: string): Promise<User> {
    const user = await this.#session.register(name)
    // A target may cache what it was asked for, and in cases about two users that would be the rules of the other one
    const rules =
      name === ALICE ? await this.#session.preparing(() => rulesetOf(user)).catch(() => undefined) : undefined
    this.#members.push({ user, shared: { name, account: user.account, rules, rooms: 0, usedBy: [] } })
    return user
  }

  /** Returns a user in whose rooms nothing is unread: that of a case that has ended, or a new one. */
  async readUser(name: string): Promise<User> {
    if (!this.#scenes.canBeRead) return await this.newUser(name)
    const user = await this.user(name)
    return this.#roomsOf(user) === 0 || (await this.#read(user)) ? user : await this.newUser(name)
  }

  /** Takes a scene of a case that has ended; undefined if there is none that fits. It may have too few rooms. */
  async scene(request: SceneRequest): Promise<SceneUsers | undefined> {
    if (this.#isFirst) return undefined
    const known = await this.#scenes.take(request)
    this.#taken.push(request.kind)
    if (known === undefined) return undefined
    const [alice, bob] = [this.#enter(known.alice), this.#enter(known.bob)]
    const carol = known.carol && this.#enter(known.carol)
    if (request.isRead && !known.isRead && !(await this.#read(alice.user))) return undefined
    const latest = known.alice.usedBy.at(-1)
    this.#session.note(`The users and the room are those of ${latest}, which left no push rules and no pushers`)
    const isRead = known.isRead || request.isRead
    return { alice: alice.user, bob: bob.user, carol: carol?.user, rooms: known.rooms, isRead }
  }

  /** Remembers a scene whose users are shared, before the case uses it. */
  add({ alice, bob, carol, rooms, isRead }: SceneUsers, kept: Pick<MemberScene, 'kind' | 'hasNewRules'>): void {
    const [alices, bobs, carols] = [alice, bob, carol].map((one) => this.#members.find(({ user }) => user === one))
    if (alices === undefined || bobs === undefined || (carol !== undefined && carols === undefined)) return
    for (const { user } of [alices, bobs, ...(carols === undefined ? [] : [carols])]) user.client.changes.clear()
    const others = carols === undefined ? {} : { carol: carols }
    this.#used.push({ alice: alices, bob: bobs, ...others, rooms, isRead, ...kept })
  }

  /** Reports whether nothing is unread for a user because it has never been in a room. */
  isUnused(user: User): boolean {
    return this.#roomsOf(user) === 0
  }

  /**
   * Lets other cases use the users, and the room of a scene if nothing but events and receipts was added to it.
   *
   * @param clients all clients of the case
   * @param deleted the pushers that were deleted
   * @param isStalling true if gateways did not accept pushes, so that the target may be slow to recover
   */
  async handOn(clients: readonly Client[], deleted: ReadonlySet<string>, isStalling: boolean): Promise<void> {
    if (!clients.every(sparesUsers)) return
    const [news, isInMore] = [clients.some(isNews), clients.some(addsRooms)]
    if (isStalling && !(await this.#hasRecovered())) return
    const elsewhere = clients.filter(({ changes }) => changes.has('login'))
    const clean = new Map<Member, SharedUser>()
    for (const member of this.#members) {
      const { user, shared } = member
      const hasOtherRules = elsewhere.some(changesRules) || changesRules(user.client)
      if (hasOtherRules && shared.rules === undefined) continue
      const mayBeChanged = hasOtherRules || elsewhere.length > 0 || user.client.changes.has('setPusher')
      const left = mayBeChanged ? await restore(user, hasOtherRules ? shared.rules : undefined, deleted) : undefined
      if (left === undefined) clean.set(member, this.#usedOnceMore(member, isInMore))
      else this.#scenes.remark(`After ${this.#session.caseId}, the target shows ${left}; no other case used the user`)
    }
    for (const { alice, bob, carol, rooms, isRead, kind, hasNewRules } of this.#used) {
      // Rules that were changed and changed back are not new any more
      if (hasNewRules && changesRules(alice.user.client)) continue
      const spared = rooms.filter((room) => clients.every((client) => sparesRoom(client, room)))
      const [alices, bobs, carols] = [alice, bob, carol].map((one) => one && clean.get(one))
      const isWhole = alices !== undefined && bobs !== undefined && (carol === undefined || carols !== undefined)
      if (!isWhole || spared.length === 0) continue
      const others = carols === undefined ? {} : { carol: carols }
      this.#scenes.give({ alice: alices, bob: bobs, ...others, rooms: spared, kind, isRead: isRead && !news })
      for (const member of [alice, bob, carol]) if (member !== undefined) clean.delete(member)
    }
    for (const shared of clean.values()) this.#scenes.giveUser(shared)
  }

  /** Ends the use of scenes, after what is clean was handed on. */
  end(): void {
    for (const kind of this.#taken.splice(0)) this.#scenes.leave(kind)
  }

  /** Returns a member as it is after the case, which may have added it to one more room. */
  #usedOnceMore(member: Member, isInMore: boolean): SharedUser {
    const scene = this.#used.find(({ alice, bob, carol }) => [alice, bob, carol].includes(member))
    const rooms = Math.max(member.shared.rooms, scene?.rooms.length ?? 0) + (isInMore ? 1 : 0)
    return { ...member.shared, rooms, usedBy: [...member.shared.usedBy, this.#session.caseId] }
  }

  #enter(shared: SharedUser): Member {
    const member = { shared, user: this.#session.userOf(shared.name, shared.account) }
    this.#members.push(member)
    return member
  }

  #roomsOf(user: User): number {
    return this.#members.find((member) => member.user === user)?.shared.rooms ?? 0
  }

  /** Reads everything of a user. Returns false if the target does not show it as read. */
  async #read(user: User): Promise<boolean> {
    const isRead = await this.#session.preparing(() => readAll(user)).catch(() => false)
    if (!isRead) this.#scenes.canBeRead = false
    user.client.changes.clear()
    return isRead
  }

  /** Reports whether pushes for Alice arrive, after gateways did not accept some. */
  async #hasRecovered(): Promise<boolean> {
    for (const { alice, bob, rooms } of this.#used) {
      const inbox: Inbox = await alice.user.setPusher()
      const message = await bob.user.send(rooms[0] ?? '', 'Plexor looks whether pushes arrive again')
      const push = await inbox.attempt(message, 1, MAX_RECOVERY_MS)
      await alice.user.deletePusher(inbox)
      if (push === undefined) return false
    }
    return true
  }
}

/** Users and rooms of a scene. */
export interface SceneUsers {
  alice: User
  bob: User
  carol: User | undefined
  rooms: readonly string[]
  /** True if nothing is unread for Alice */
  isRead: boolean
}
