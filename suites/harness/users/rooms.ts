import { Inconclusive, NotApplicable } from '../case/errors.ts'
import { Session } from './session.ts'

/** What cases may vary in a room; a room is private, and everyone in it was invited. */
export interface RoomOptions {
  name?: string
  isDirect?: boolean
  invite?: readonly Pick<Session, 'userId'>[]
  /** Room alias localpart */
  alias?: string
  powerLevels?: Record<string, unknown>
}

/** What users do in rooms. */
export class InRooms extends Session {
  async createRoom({ name, isDirect, invite = [], alias, powerLevels }: RoomOptions = {}): Promise<string> {
    const body = {
      preset: 'private_chat',
      invite: invite.map(({ userId }) => userId),
      ...(name === undefined ? {} : { name }),
      ...(isDirect === undefined ? {} : { is_direct: isDirect }),
      ...(alias === undefined ? {} : { room_alias_name: alias }),
      ...(powerLevels === undefined ? {} : { power_level_content_override: powerLevels }),
    }
    return (await this.responseTo<{ room_id: string }>('createRoom', { body })).room_id
  }

  async invite(roomId: string, user: Pick<Session, 'userId'>): Promise<void> {
    await this.client.ok('inviteUser', { path: { roomId }, body: { user_id: user.userId } })
  }

  async join(roomId: string): Promise<void> {
    await this.client.ok('joinRoom', { path: { roomId }, body: {} })
  }

  async leave(roomId: string): Promise<void> {
    await this.client.ok('leaveRoom', { path: { roomId }, body: {} })
  }

  /** Sends a text message, or a message with this content, and gives its event ID. */
  async send(roomId: string, message: string | Record<string, unknown>): Promise<string> {
    const content = typeof message === 'string' ? { msgtype: 'm.text', body: message } : message
    return await this.sendEvent(roomId, 'm.room.message', content)
  }

  async sendEvent(roomId: string, eventType: string, content: Record<string, unknown>): Promise<string> {
    const txnId = `${this.name}-${this.nextNumber()}`
    return (
      await this.responseTo<{ event_id: string }>('sendEvent', { path: { roomId, eventType, txnId }, body: content })
    ).event_id
  }

  async setState(roomId: string, eventType: string, content: Record<string, unknown>, stateKey = ''): Promise<string> {
    const path = { roomId, eventType, stateKey }
    return (await this.responseTo<{ event_id: string }>('setStateWithKey', { path, body: content })).event_id
  }

  async state(roomId: string, eventType: string, stateKey = ''): Promise<Record<string, unknown>> {
    return await this.responseTo('getStateWithKey', { path: { roomId, eventType, stateKey } })
  }

  async setDisplayName(displayname: string): Promise<void> {
    await this.client.ok('setDisplayName', { path: { userId: this.userId }, body: { displayname } })
  }

  /**
   * Sets the display name that the user has in this room alone, and gives the ID of the membership event.
   *
   * Nothing says that users can have one: a server may refuse it, or keep the name of the profile in the room.
   *
   * @throws {NotApplicable} when the target does not let users have a name for one room
   */
  async setNameIn(roomId: string, displayname: string): Promise<string> {
    const path = { roomId, eventType: 'm.room.member', stateKey: this.userId }
    const change = { path, body: { membership: 'join', displayname } }
    const { status, body } = await this.client.call('setStateWithKey', change)
    if (status >= 400 && status < 500) {
      throw new NotApplicable(`The target refuses a name for one room: status ${status}`)
    }
    if (status !== 200)
      throw new Inconclusive(`Expected the target to take a name for one room, found status ${status}`)
    const member = await this.state(roomId, 'm.room.member', this.userId)
    if (member.displayname !== displayname) throw new NotApplicable('The target does not keep a name for one room')
    return (body as { event_id: string }).event_id
  }
}
