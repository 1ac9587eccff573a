import type { Pusher, PusherData, SetPusher } from '../../../spec/index.ts'
import { NotApplicable } from '../case/errors.ts'
import type { Inbox } from '../gateway/inbox.ts'
import type { Answer, Client } from '../target/client.ts'
import type { Account } from '../target/registration.ts'
import { Reading } from './reading.ts'

export type { NotificationPage, NotificationQuery, ReceiptOptions } from './reading.ts'
export type { RoomOptions } from './rooms.ts'
export type { Placement, RuleBody } from './rules.ts'

/** How a user makes an inbox at Plexor's gateway for a pushkey. */
export type OpenInbox = (pushkey: string, appId: string) => Inbox

/**
 * One user of a case, signed in: what people do with a client, as methods. All of them throw when the target refuses.
 *
 * The topics stand in files of their own, in `user/`, each class adding its own to the one before.
 */
export class User extends Reading {
  /** An inbox at Plexor's gateway, for a pusher that is set by other means than `setPusher` */
  readonly openInbox: OpenInbox
  readonly #gatewayUrl: string

  constructor(name: string, account: Account, client: Client, gatewayUrl: string, openInbox: OpenInbox) {
    super(name, account, client)
    this.#gatewayUrl = gatewayUrl
    this.openInbox = openInbox
  }

  /**
   * The same user on another device, signed in there by password.
   *
   * @throws {NotApplicable} when the target does not let users log in with a password
   */
  async signIn(client: Client): Promise<User> {
    const identifier = { type: 'm.id.user', user: this.userId }
    const body = { type: 'm.login.password', identifier, password: this.account.password }
    const response = await client.call('login', { body })
    if (response.status !== 200) {
      throw new NotApplicable(`The target does not let users log in with a password: status ${response.status}`)
    }
    const { access_token, device_id } = response.body as { access_token: string; device_id: string }
    client.useToken(access_token)
    const account = { ...this.account, accessToken: access_token, deviceId: device_id }
    return new User(this.name, account, client, this.#gatewayUrl, this.openInbox)
  }

  /** The request that sets an http pusher at Plexor's gateway, with a fresh pushkey, before anything is sent. */
  pusherRequest({ data, ...overrides }: Partial<SetPusher> = {}): SetPusher & { data: PusherData } {
    return {
      kind: 'http',
      app_id: 'org.plexor.test',
      pushkey: `key-${crypto.randomUUID()}`,
      app_display_name: 'Plexor',
      device_display_name: `Device of ${this.name}`,
      lang: 'en',
      data: { url: this.#gatewayUrl, ...data },
      ...overrides,
    }
  }

  /** Sets an http pusher and gives the inbox where its pushes arrive. */
  async setPusher(overrides: Partial<SetPusher> = {}): Promise<Inbox> {
    const request = this.pusherRequest(overrides)
    const inbox = this.openInbox(request.pushkey, request.app_id)
    await this.client.ok('setPusher', { body: request })
    return inbox
  }

  /** Sends a request to set a pusher that may be refused, and gives the answer. */
  async trySetPusher(body: unknown): Promise<Answer> {
    return await this.client.call('setPusher', { body, deliberate: true })
  }

  /** Deletes a pusher, with all the attributes that versions before v1.6 want for that too. */
  async deletePusher({ pushkey, appId }: Pick<Inbox, 'pushkey' | 'appId'>): Promise<void> {
    const request = this.pusherRequest({ pushkey, app_id: appId })
    await this.client.ok('setPusher', { body: { ...request, kind: null, data: {} } })
  }

  async pushers(): Promise<Pusher[]> {
    return ((await this.client.ok('getPushers')) as { pushers?: Pusher[] }).pushers ?? []
  }
}
