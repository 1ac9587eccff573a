import type { RequestError } from '../errors.ts'
import { randomId } from '../ids.ts'
import type { Draft } from '../rooms/draft.ts'

/** What of a request has to do with the answer to it. */
export interface Asked {
  method: string
  /** As it stands in the URL, without the query */
  path: string
}

/** An answer that refuses what was asked. */
export interface Refusal {
  status: number
  body: object
}

/** Decisions about who may ask, and about the form of the answers and the IDs in them. */
export interface ApiPolicies {
  /** The access token of a request; `undefined` when it has none. */
  token(header: string | undefined, query: string | undefined): string | undefined
  /** Whether somebody may use the account data of the user that the path names. */
  mayUseDataOf(userId: string, who: string): boolean
  /** Whether account data of this type can be written; `roomId` is empty for what belongs to no room. */
  isWritable(type: string, roomId: string): boolean
  /** The answer to a request that is refused. */
  refusal(error: RequestError, asked: Asked): Refusal
  /** The body of the answer of an operation of the push module, named by its `operationId`. */
  response(operationId: string, body: object): object
  /** The ID of a rule, from the path of a request, where it was percent-encoded once. */
  ruleId(decoded: string): string
  /** The ID of an event that is sent now. */
  eventId(draft: Draft): string
}

/** What has endpoints of its own, and cannot be written as account data. */
const SERVER_CONTROLLED = ['m.push_rules', 'm.fully_read']

export const apiPolicies: ApiPolicies = {
  token: (header, query) => header?.match(/^Bearer +(\S+)$/i)?.[1] ?? query,
  mayUseDataOf: (userId, who) => userId === who,
  isWritable: (type) => !SERVER_CONTROLLED.includes(type),
  refusal: (error) => ({ status: error.status, body: error.toBody() }),
  response: (_operationId, body) => body,
  ruleId: (decoded) => decoded,
  eventId: () => `$${randomId(32)}`,
}
