import type { Client } from '../target/client.ts'
import type { Account } from '../target/registration.ts'

/** Somebody who is signed in: what all that a user can do is built on. */
export class Session {
  /** The name in the case, such as `alice` */
  readonly name: string
  readonly userId: string
  readonly client: Client
  readonly account: Account
  #number = 0

  constructor(name: string, account: Account, client: Client) {
    this.name = name
    this.userId = account.userId
    this.account = account
    this.client = client
  }

  /** The part of the user ID between the `@` and the colon. */
  get localpart(): string {
    return this.userId.slice(1, this.userId.indexOf(':'))
  }

  /** A number that this session has not used before. */
  protected nextNumber(): number {
    this.#number += 1
    return this.#number
  }

  /** The body of the answer to a call that has to succeed; its schema says that it is a `T`. */
  protected async responseTo<T>(...call: Parameters<Client['ok']>): Promise<T> {
    return (await this.client.ok(...call)) as T
  }
}
