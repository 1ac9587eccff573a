import type { PowerLevelsContent } from '../../spec/index.ts'
import {
  LEVEL_CHANGES,
  type LevelChange,
  NAME_NUMBERS,
  ROOMS,
  type RoomName,
  STATE_EVENTS,
  type StateEvent,
  USERS,
  type UserName,
} from '../history.ts'
import type { RoomSituation, Situation } from '../model/situation.ts'
import { nameOf, nameOfRoom } from '../trial/names.ts'
import { person, type StepOf, stepKind } from './step-kind.ts'

/** Steps that create rooms, and change who is in them and what they may do. */
export const roomSteps = [
  stepKind<StepOf<'create-room'>>({
    do: 'create-room',
    weight: 3,
    draw(situation, choice) {
      const room = ROOMS.find((name) => !situation.rooms.has(name))
      if (room === undefined) return undefined
      const by = choice.among(USERS)
      const others = USERS.filter((user) => user !== by)
      const [first] = others
      const members = choice.chance(55) || first === undefined ? others : [choice.of(others) ?? first]
      return canCreate(situation, { room, by, members }) ? { do: 'create-room', room, by, members } : undefined
    },
    isPossible: canCreate,
    apply(situation, { room, by, members }) {
      const created: RoomSituation = {
        creator: by,
        members: new Map([by, ...members].map((user) => [user, 'join'])),
        powers: new Map([[by, 100]]),
        messages: [],
        receipts: [],
        markers: new Map(),
        roots: new Set(),
        since: new Map(),
        named: 0,
        names: new Map(),
      }
      situation.rooms.set(room, created)
      const position = situation.nextPosition()
      for (const user of [by, ...members]) created.since.set(user, position)
    },
    async perform(trial, step) {
      await trial.target.createRoom(step.room, step.by, step.members)
      trial.apply(step)
      // The target does not say the identifiers of the invitations and joins
      const { room, by } = step
      for (const user of step.members) trial.recordMember({ room, by, user, membership: 'invite' })
      for (const user of step.members) trial.notices.leave(user, room)
    },
    describe: ({ room, by, members }) =>
      `${person(by)} creates ${room}, and ${members.map(person).join(' and ')} ${members.length === 1 ? 'joins' : 'join'}`,
  }),

  stepKind<StepOf<'invite'>>({
    do: 'invite',
    weight: 4,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      if (room === undefined) return undefined
      // Others may not be allowed to
      const by = situation.room(room).creator
      const user = choice.of(USERS.filter((name) => canBeInvited(situation, room, name)))
      return user === undefined ? undefined : { do: 'invite', room, by, user }
    },
    isPossible: (situation, { room, by, user }) =>
      situation.rooms.get(room)?.creator === by && canBeInvited(situation, room, user),
    apply: (situation, { room, user }) => void situation.room(room).members.set(user, 'invite'),
    async perform(trial, step) {
      const eventId = await trial.target.setMembership(step.room, step.by, step.user, 'invite')
      trial.apply(step)
      trial.recordMember({ ...step, membership: 'invite' }, eventId)
    },
    describe: ({ room, by, user }) => `${person(by)} invites ${person(user)} to ${room}`,
  }),

  stepKind<StepOf<'join'>>({
    do: 'join',
    weight: 6,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      const user = room === undefined ? undefined : choice.of(situation.usersWith(room, 'invite'))
      return room === undefined || user === undefined ? undefined : { do: 'join', room, user }
    },
    isPossible: (situation, { room, user }) => situation.membership(room, user) === 'invite',
    apply(situation, { room, user }) {
      situation.room(room).members.set(user, 'join')
      situation.room(room).names.delete(user)
      situation.room(room).since.set(user, situation.position + 1)
    },
    async perform(trial, step) {
      await trial.target.join(step.room, step.user)
      trial.apply(step)
      trial.recordMember({ ...step, by: step.user, membership: 'join' })
      trial.notices.leave(step.user, step.room)
    },
    describe: ({ room, user }) => `${person(user)} joins ${room}`,
  }),

  stepKind<StepOf<'leave'>>({
    do: 'leave',
    weight: 3,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      if (room === undefined) return undefined
      const users = situation.involvedUsers(room)
      const user = choice.of(users.filter((name) => name !== situation.room(room).creator))
      return user === undefined ? undefined : { do: 'leave', room, user }
    },
    isPossible: (situation, { room, user }) =>
      situation.isInvolved(room, user) && situation.room(room).creator !== user,
    apply: (situation, { room, user }) => void situation.room(room).members.set(user, 'leave'),
    async perform(trial, step) {
      const declines = trial.situation.membership(step.room, step.user) === 'invite'
      await trial.target.leave(step.room, step.user)
      trial.apply(step)
      trial.notices.leave(step.user, step.room)
      trial.recordMember({ ...step, by: step.user, membership: 'leave', isDoubtful: declines })
    },
    describe: ({ room, user }) => `${person(user)} leaves ${room}, or declines the invitation`,
  }),

  removal({ do: 'kick', weight: 2, membership: 'leave', verb: 'removes' }),

  removal({ do: 'ban', weight: 1, membership: 'ban', verb: 'bans' }),

  stepKind<StepOf<'unban'>>({
    do: 'unban',
    weight: 3,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      const user = room === undefined ? undefined : choice.of(situation.usersWith(room, 'ban'))
      if (room === undefined || user === undefined) return undefined
      return { do: 'unban', room, by: situation.room(room).creator, user }
    },
    isPossible: (situation, { room, by, user }) =>
      situation.membership(room, user) === 'ban' && situation.room(room).creator === by,
    apply: (situation, { room, user }) => void situation.room(room).members.set(user, 'leave'),
    async perform(trial, step) {
      const eventId = await trial.target.setMembership(step.room, step.by, step.user, 'leave')
      trial.apply(step)
      trial.recordMember({ ...step, membership: 'leave' }, eventId)
    },
    describe: ({ room, by, user }) => `${person(by)} lets ${person(user)} be invited to ${room} again`,
  }),

  stepKind<StepOf<'set-state'>>({
    do: 'set-state',
    weight: 3,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      if (room === undefined) return undefined
      return { do: 'set-state', room, by: situation.room(room).creator, event: choice.among(STATE_EVENTS) }
    },
    isPossible: ({ rooms }, { room, by }) => rooms.get(room)?.creator === by,
    apply() {},
    async perform(trial, step) {
      const { type, content, stateKey } = stateEvent(step.event, trial.situation.position)
      await trial.setState(step, type, content, stateKey)
    },
    describe: ({ room, by, event }) => `${person(by)} sets the ${event} of ${room}`,
  }),

  stepKind<StepOf<'name-room'>>({
    do: 'name-room',
    weight: 2,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      return room === undefined ? undefined : { do: 'name-room', room, by: situation.room(room).creator }
    },
    isPossible: ({ rooms }, { room, by }) => rooms.get(room)?.creator === by,
    apply(situation, { room }) {
      situation.room(room).named += 1
    },
    async perform(trial, step) {
      const name = nameOfRoom(step.room, trial.situation.room(step.room).named + 1)
      await trial.setState(step, 'm.room.name', { name })
    },
    describe: ({ room, by }) => `${person(by)} changes the name of ${room}`,
  }),

  stepKind<StepOf<'set-power'>>({
    do: 'set-power',
    weight: 2,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      if (room === undefined) return undefined
      const { creator: by, powers } = situation.room(room)
      const user = choice.of(situation.usersWith(room, 'join').filter((name) => name !== by))
      if (user === undefined) return undefined
      return { do: 'set-power', room, by, user, level: (powers.get(user) ?? 0) === 0 ? 50 : 0 }
    },
    isPossible: (situation, { room, by, user }) =>
      situation.rooms.get(room)?.creator === by && situation.membership(room, user) === 'join' && by !== user,
    apply: (situation, { room, user, level }) => void situation.room(room).powers.set(user, level),
    async perform(trial, step) {
      const content = trial.target.powerLevelsWith(step.room, step.user, step.level)
      await trial.setState(step, 'm.room.power_levels', content)
      trial.target.setPowerLevels(step.room, content)
    },
    describe: ({ room, by, user, level }) =>
      `${person(by)} sets the power level of ${person(user)} in ${room} to ${level}`,
  }),

  stepKind<StepOf<'set-levels'>>({
    do: 'set-levels',
    weight: 2,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      if (room === undefined) return undefined
      return { do: 'set-levels', room, by: situation.room(room).creator, levels: choice.among(LEVEL_CHANGES) }
    },
    isPossible: ({ rooms }, { room, by }) => rooms.get(room)?.creator === by,
    apply() {},
    async perform(trial, step) {
      const content = levelsWith(trial.target.room(step.room).powerLevels, step.levels)
      await trial.setState(step, 'm.room.power_levels', content)
      trial.target.setPowerLevels(step.room, content)
    },
    describe: ({ room, by, levels }) => `${person(by)} sets ${LEVEL_TEXTS[levels]} in ${room}`,
  }),

  stepKind<StepOf<'rename'>>({
    do: 'rename',
    weight: 2,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      const user = room === undefined ? undefined : choice.of(situation.usersWith(room, 'join'))
      if (room === undefined || user === undefined) return undefined
      const step: StepOf<'rename'> = { do: 'rename', room, user, name: choice.among(NAME_NUMBERS) }
      return canRename(situation, step) ? step : undefined
    },
    isPossible: canRename,
    apply: (situation, { room, user, name }) => void situation.room(room).names.set(user, name),
    async perform(trial, step) {
      const eventId = await trial.target.rename(step.room, step.user, step.name)
      trial.apply(step)
      if (eventId !== undefined) trial.recordMember({ ...step, by: step.user, membership: 'join' }, eventId)
    },
    describe: ({ room, user, name }) => `${person(user)} has the name "${nameOf(user, name)}" in ${room}`,
  }),
]

function canRename(situation: Situation, { room, user, name }: StepOf<'rename'>): boolean {
  return situation.membership(room, user) === 'join' && (situation.room(room).names.get(user) ?? 0) !== name
}

/** Changes of the power levels, as a story has them. */
const LEVEL_TEXTS: Record<LevelChange, string> = {
  'everybody 0': "everybody's power level to 0",
  'everybody 50': "everybody's power level to 50",
  'room 0': 'the power level for notifying the room to 0',
  'room 50': 'the power level for notifying the room to 50',
  'room 75': 'the power level for notifying the room to 75',
  'room default': 'no power level for notifying the room',
}

/** Returns the power levels of a room after a change. */
function levelsWith(levels: PowerLevelsContent, change: LevelChange): PowerLevelsContent {
  const { notifications: { room: _, ...others } = {}, ...rest } = levels
  switch (change) {
    case 'everybody 0':
      return { ...levels, users_default: 0 }
    case 'everybody 50':
      return { ...levels, users_default: 50 }
    case 'room default':
      return Object.keys(others).length === 0 ? rest : { ...rest, notifications: others }
    default:
      return { ...levels, notifications: { ...levels.notifications, room: Number(change.replace('room ', '')) } }
  }
}

/** State event, as it is set. */
interface StateOf {
  type: string
  content: Record<string, unknown>
  stateKey?: string
}

/**
 * Returns a state event that keeps nobody out.
 *
 * @param number makes its content unique: a target may leave out state that is there already
 */
function stateEvent(event: StateEvent, number: number): StateOf {
  const tombstone = { body: `moved ${number}`, replacement_room: '!elsewhere:example.org' }
  switch (event) {
    case 'tombstone':
      return { type: 'm.room.tombstone', content: tombstone }
    case 'tombstone with a key':
      return { type: 'm.room.tombstone', content: tombstone, stateKey: 'elsewhere' }
    case 'server ACL': {
      const allow = ['*', `server${number}.example.org`]
      return { type: 'm.room.server_acl', content: { allow, deny: [], allow_ip_literals: true } }
    }
    case 'topic':
      return { type: 'm.room.topic', content: { topic: `good morning ${number}` } }
  }
}

/** Reports whether a room can be created: clients do not receive invitations from users whom their user ignores. */
function canCreate(
  situation: Situation,
  { room, by, members }: Pick<StepOf<'create-room'>, 'room' | 'by' | 'members'>,
): boolean {
  return !situation.rooms.has(room) && !members.some((member) => situation.ignores(member, by))
}

function canBeInvited(situation: Situation, room: RoomName, user: UserName): boolean {
  if (situation.ignores(user, situation.room(room).creator)) return false
  return !situation.isInvolved(room, user) && situation.membership(room, user) !== 'ban'
}

/** Way in which the creator of a room ends the membership of somebody else. */
interface Removal {
  do: 'kick' | 'ban'
  weight: number
  membership: 'leave' | 'ban'
  verb: string
}

function removal({ do: name, weight, membership, verb }: Removal) {
  return stepKind<StepOf<'kick'> | StepOf<'ban'>>({
    do: name,
    weight,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      if (room === undefined) return undefined
      const { creator: by } = situation.room(room)
      const user = choice.of(situation.involvedUsers(room).filter((involved) => involved !== by))
      return user === undefined ? undefined : { do: name, room, by, user }
    },
    isPossible: (situation, { room, by, user }) =>
      situation.isInvolved(room, user) && situation.room(room).creator === by && by !== user,
    apply: (situation, { room, user }) => void situation.room(room).members.set(user, membership),
    async perform(trial, step) {
      const eventId = await trial.target.setMembership(step.room, step.by, step.user, membership)
      trial.apply(step)
      trial.notices.leave(step.user, step.room)
      trial.recordMember({ ...step, membership }, eventId)
    },
    describe: ({ room, by, user }) => `${person(by)} ${verb} ${person(user)} from ${room}`,
  })
}
