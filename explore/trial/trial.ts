import type { PushEvent, RoomContext } from '../../reference/rules/index.ts'
import type { CaseContext } from '../../suites/harness/case/case.ts'
import type { Inbox, Settling } from '../../suites/harness/push-receiver/inbox.ts'
import { rejecting } from '../../suites/harness/push-receiver/push-response.ts'
import { badgeRange } from '../compare/badge.ts'
import { compareAll, type Touched } from '../compare/compare-all.ts'
import { differenceInDefaults } from '../compare/default-rules.ts'
import { expectPusherStays, expectRejectedPusherRemoved } from '../compare/pushers.ts'
import { type Badges, expectPushes } from '../compare/pushes.ts'
import { type Disagreement, findingId } from '../disagreement.ts'
import {
  type DeviceName,
  type History,
  type ReceiptType,
  type RoomName,
  type Step,
  USERS,
  type UserName,
} from '../history.ts'
import { FENCE_BODY } from '../model/concrete-rules.ts'
import { Notices, notifies, type Range, type SentEvent } from '../model/notices.ts'
import { Outcomes } from '../model/outcomes.ts'
import { type Membership, Situation } from '../model/situation.ts'
import { stepKindOf } from '../steps/index.ts'
import type { StepOf } from '../steps/step-kind.ts'
import { Fences } from './fences.ts'
import { HistoryTarget } from './history-target.ts'
import { messageEvent } from './message-content.ts'
import { nameOfRoom } from './names.ts'
import type { SpareGateways } from './spare-gateways.ts'

/** Options of a trial. */
export interface TrialOptions {
  settling: Settling
  /** Time to wait for an effect, in milliseconds */
  waitMs: number
  /** Ids of findings that are known: what shows them is noted, and ends nothing */
  known: ReadonlySet<string>
  gateways: SpareGateways
  /** Called with the position of each step in the history, before it is performed */
  onStep?(index: number): void
  /** Called with each message that shows that what was before has had its effect */
  onFence?(fence: Fence): void
}

/** Message that shows that everything before it has had its effect. */
export interface Fence {
  name: string
  room: RoomName
  by: UserName
  /** Devices that it has to be pushed to */
  devices: { user: UserName; device: DeviceName }[]
}

/** Receipt, or message of the user, that has marked something as read. */
export interface Reading {
  /** Position of the latest event at that time */
  position: number
  /** Requirement that says what it does */
  requirement: string
}

/** Event that a step causes. */
interface HappeningEvent {
  /** Name of the event in the history */
  name: string
  eventId: string | undefined
  room: RoomName
  by: UserName
  type: string
  content: Record<string, unknown>
  stateKey?: string
  thread?: string
  isMessage: boolean
  /** True if it is not certain that it notifies anybody; default: false */
  isDoubtful?: boolean
}

/** Event by which a user's membership of a room changes. */
export interface MemberEvent {
  room: RoomName
  by: UserName
  user: UserName
  membership: Membership
  /** True if it is not certain that it is an event of the room like any other; default: false */
  isDoubtful?: boolean
}

/** Finding about a target on which a message of the user leaves everything unread. */
const SENDING_READS_NOTHING = findingId({ comparison: 'counts', requirement: 'receipts.sending-marks-read' })

/** Number of messages after which the model looks at what they did. */
const MAX_PENDING = 3

/** History while it is run at a target: the model, what it stands for, and what is still to be compared. */
export class Trial {
  readonly situation: Situation
  readonly target: HistoryTarget
  readonly notices = new Notices()
  readonly badges: Badges = new Map()
  readonly options: TrialOptions
  /** Number of notices whose pushes were compared */
  compared = 0
  /** Number of pushes of each inbox that were compared */
  readonly comparedPushes = new Map<Inbox, number>()
  /** Number of unread notifications in rooms that the target created, by user */
  readonly unknownUnread = new Map<UserName, Range>()
  /** Latest receipt of each user in each room */
  readonly readings = new Map<string, Reading>()
  /** Ids of the known findings that were shown */
  readonly forgiven = new Set<string>()
  readonly #outcomes: Outcomes
  readonly #fences: Fences
  #touched: Touched = { rules: new Set(), pushers: new Set(), counts: new Set() }
  #pending = 0
  #turns = 0

  constructor(context: CaseContext, options: TrialOptions) {
    this.options = options
    this.situation = new Situation(context.specVersion)
    this.target = new HistoryTarget(context)
    this.#outcomes = new Outcomes(this.situation, this.target)
    this.#fences = new Fences(this)
  }

  /** Registers the users of a history, and performs its steps. A step that is not possible is left out. */
  async run(history: History): Promise<void> {
    const users = usersOf(history)
    for (const user of users) await this.target.register(user)
    // What is found belongs to a step, so that a history can show it
    let first = users[0]
    for (const [index, step] of history.entries()) {
      const kind = stepKindOf(step)
      if (!kind.isPossible(this.situation, step)) continue
      const isPart = step.do === 'send' && this.#pending < MAX_PENDING && this.#fences.isOnlySender(step.by)
      if (!isPart) await this.settle()
      this.options.onStep?.(index)
      if (first !== undefined) this.#compareDefaults(first)
      first = undefined
      await kind.perform(this, step)
      if (step.do === 'send') this.#pending += 1
      else await this.settle()
    }
    await this.settle()
  }

  /** Changes the situation as a step does. */
  apply(step: Step): void {
    stepKindOf(step).apply(this.situation, step)
  }

  /** Returns the number of comparisons before, so that each of them asks in another way. */
  nextTurn(): number {
    this.#turns += 1
    return this.#turns - 1
  }

  /** Records that something of a user has to be compared. */
  touch(what: keyof Touched, user: UserName): void {
    this.#touched[what].add(user)
  }

  /** Waits until the events so far have had their effect, and compares everything that they may have changed. */
  async settle(): Promise<void> {
    await this.#fences.send()
    await expectPushes(this)
    const touched = this.#touched
    this.#touched = { rules: new Set(), pushers: new Set(), counts: new Set() }
    this.#pending = 0
    await compareAll(this, touched)
    this.badges.clear()
  }

  /** Sends the message of a step. */
  async sendMessage(step: StepOf<'send'>): Promise<void> {
    const { id, room, by } = step
    const { type, content } = messageEvent(step, this.target)
    const eventId = await this.target.anySession(by).sendEvent(this.target.roomId(room), type, content)
    this.target.setEventId(id, eventId)
    this.apply(step)
    const thread = this.situation.message(room, id)?.thread
    const isMessage = type === 'm.room.message' || type === 'm.room.encrypted'
    this.#record({ name: id, eventId, room, by, type, content, isMessage, ...(thread === undefined ? {} : { thread }) })
    this.#fences.need(room, by)
  }

  /** Sends a message that every other member is notified of. */
  async sendFence(room: RoomName, by: UserName): Promise<string> {
    const name = this.#fences.nextName()
    const content = { msgtype: 'm.text', body: FENCE_BODY }
    const eventId = await this.target.anySession(by).send(this.target.roomId(room), content)
    this.situation.nextPosition()
    this.#record({ name, eventId, room, by, type: 'm.room.message', content, isMessage: true })
    const certain = this.notices.all.filter((notice) => notice.event === name && notifies(notice) === 'yes')
    const devices = certain.flatMap((notice) => notice.devices.map((device) => ({ user: notice.user, device })))
    this.options.onFence?.({ name, room, by, devices })
    return name
  }

  /** Sets the state of a room, and records the event. */
  async setState(
    step: StepOf<'name-room'> | StepOf<'set-power'> | StepOf<'set-levels'> | StepOf<'set-state'>,
    type: string,
    content: Record<string, unknown>,
    stateKey = '',
  ): Promise<void> {
    const { room, by } = step
    const eventId = await this.target.user(by).setState(this.target.roomId(room), type, content, stateKey)
    this.apply(step)
    this.situation.nextPosition()
    const name = `${type} ${this.situation.position}`
    this.#record({ name, eventId, room, by, type, content, stateKey, isMessage: false })
    this.#fences.need(room, by)
  }

  /**
   * Records that a user was invited, has joined or has left. Whether an invitation is counted in the room, and for how
   * long, is not certain.
   *
   * @param eventId undefined if the target does not say it
   */
  recordMember({ room, by, user, membership, isDoubtful = false }: MemberEvent, eventId?: string): void {
    this.situation.nextPosition()
    this.#record({
      name: `${membership} of ${user} ${this.situation.position}`,
      eventId,
      room,
      by,
      type: 'm.room.member',
      content: { membership },
      stateKey: this.target.userId(user),
      isMessage: false,
      isDoubtful,
    })
    if (this.situation.membership(room, by) === 'join') this.#fences.need(room, by)
  }

  /**
   * Notes a disagreement that is known.
   *
   * @throws {Disagreement} when it is not
   */
  forgive(disagreement: Disagreement): void {
    if (!this.options.known.has(disagreement.id)) throw disagreement
    this.forgiven.add(disagreement.id)
  }

  /** Marks as read what a receipt covers. */
  receive({ user, room, type, thread }: StepOf<'read'>, position: number): void {
    this.notices.receive({ user, room, type, upTo: position, thread })
    this.#noteReading(user, room, readingRequirement(type, thread))
    this.touch('counts', user)
  }

  /** Marks as read what a read marker covers, if a receipt comes with it. Without one, that is not certain. */
  mark({ user, room, how }: StepOf<'mark'>, position: number): void {
    this.notices.doubtUpTo(user, room, position)
    if (how === 'm.read' || how === 'm.read.private') {
      this.notices.receive({ user, room, type: how, upTo: position, thread: undefined })
      this.#noteReading(
        user,
        room,
        how === 'm.read' ? 'read-markers.with-receipt' : 'read-markers.with-private-receipt',
      )
    }
    this.touch('counts', user)
  }

  /**
   * Lets the gateway reject the pushkey of a device, or another one, with the next push, and expects the pusher to be
   * removed, or to stay.
   */
  async reject(step: StepOf<'reject-pusher'>): Promise<void> {
    const { user, device, room, by } = step
    const inbox = this.target.inbox(user, device)
    const sent = this.sendFence(room, by)
    const eventId = await inbox.responseFor(
      sent.then((name) => this.target.eventId(name)),
      rejecting(step.pushkey === undefined ? inbox.pushkey : `${inbox.pushkey}-of-nobody`),
    )
    if (!this.notices.certainlyNotifies(user, eventId)) return inbox.accept()
    await expectPushes(this)
    if (step.pushkey === undefined) await expectRejectedPusherRemoved(this, user, inbox)
    else await expectPusherStays(this, user, inbox)
    this.apply(step)
  }

  /** Compares the server-default rules of a user who is new with those of the specification. */
  #compareDefaults(user: UserName): void {
    const { specVersion } = this.situation
    const newUser = { userId: this.target.userId(user), name: user, listed: this.target.defaultsOf(user) }
    const disagreement = differenceInDefaults(specVersion, newUser)
    if (disagreement !== undefined) this.forgive(disagreement)
  }

  /** Records what an event means for everybody else who can be notified of it. */
  #record(happening: HappeningEvent): void {
    const { name, eventId, room, by, type, content, stateKey, thread, isMessage, isDoubtful = false } = happening
    if (eventId !== undefined) this.target.setEventId(name, eventId)
    // A target that is known to leave everything unread may do so again
    const reads = isMessage && !this.options.known.has(SENDING_READS_NOTHING)
    this.notices.send(by, room, { isMessage: reads, ...(thread === undefined ? {} : { thread }) })
    if (isMessage) this.#noteReading(by, room, 'receipts.sending-marks-read')
    this.touch('counts', by)
    const event = {
      type,
      sender: this.target.userId(by),
      room_id: this.target.roomId(room),
      content,
      ...(stateKey === undefined ? {} : { state_key: stateKey }),
    } as PushEvent
    for (const user of this.target.users) {
      const isSubject = stateKey === this.target.userId(user)
      if (user === by || !(this.situation.membership(room, user) === 'join' || isSubject)) continue
      this.notices.all.push({
        event: name,
        eventId,
        room,
        position: this.situation.position,
        by,
        user,
        isMessage,
        outcomes: this.#outcomes.for(user, { event, contexts: this.#contexts(room, user, type) }),
        // Somebody who is not joined, or ignores the sender, may be no recipient, and a new member only from some time on
        isDoubtful: isSubject || isDoubtful || this.situation.ignores(user, by),
        isInvitation: isSubject && content.membership === 'invite' && !this.situation.ignores(user, by),
        read: 'no',
        devices: [...this.situation.user(user).devices.keys()],
        ...(thread === undefined ? {} : { thread }),
        sent: { type, content, ...(stateKey === undefined ? {} : { stateKey }), ...this.#names(room, by, type) },
      })
      this.touch('counts', user)
    }
    this.#noteBadges(name)
  }

  /** Returns the names that a push of an event has, unless the event is about them, or they are not certain. */
  #names(room: RoomName, by: UserName, type: string): Pick<SentEvent, 'roomName' | 'displayName'> {
    const { named } = this.situation.room(room)
    const displayName = type === 'm.room.member' ? undefined : this.target.displayName(room, by)
    return {
      ...(named === 0 || type === 'm.room.name' ? {} : { roomName: nameOfRoom(room, named) }),
      ...(displayName === undefined ? {} : { displayName }),
    }
  }

  /** Returns every state of a room that conditions can see. */
  #contexts(room: RoomName, user: UserName, type: string): RoomContext[] {
    const { powerLevels, creators, roomVersion } = this.target.room(room)
    const joined = this.situation.usersWith(room, 'join').length
    const invited = this.situation.usersWith(room, 'invite').length
    const counts = [joined, ...(invited > 0 ? [joined + invited] : [])]
    // A membership event may be evaluated in the room before it
    if (type === 'm.room.member') counts.push(joined + 1, Math.max(1, joined - 1))
    return counts.map((memberCount) => ({
      memberCount,
      displayName: this.target.displayName(room, user),
      powerLevels,
      creators,
      roomVersion,
    }))
  }

  #noteReading(user: UserName, room: RoomName, requirement: string): void {
    this.readings.set(`${user} ${room}`, { position: this.situation.position, requirement })
  }

  #noteBadges(event: string): void {
    for (const user of this.target.users) this.badges.set(`${user} ${event}`, badgeRange(this, user).min)
  }
}

/** Returns the requirement that says what a receipt reads. */
function readingRequirement(type: ReceiptType, thread: string | undefined): string {
  if (thread !== undefined) return thread === 'main' ? 'receipts.main-timeline' : 'receipts.thread'
  return type === 'm.read' ? 'receipts.marks-read' : 'receipts.private-marks-read'
}

/** Returns the users that a history names, in a fixed order. */
function usersOf(history: History): UserName[] {
  const text = JSON.stringify(history)
  return USERS.filter((name) => text.includes(`"${name}"`))
}
