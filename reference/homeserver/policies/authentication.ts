import { atLeast, type SpecVersion } from '../../../spec/index.ts'

/** Decisions about who may make a request. */
export interface AuthenticationPolicies {
  /** Returns the access token of a request; `undefined` if it has none. */
  token(header: string | undefined, query: string | undefined, specVersion: SpecVersion): string | undefined
  /** Reports whether a user may use the account data of the user in the path. */
  mayUseDataOf(userId: string, requester: string): boolean
}

export const authenticationPolicies: AuthenticationPolicies = {
  token: (header, query, specVersion) =>
    header?.match(/^Bearer +(\S+)$/i)?.[1] ?? (atLeast(specVersion, 'draft') ? undefined : query),
  mayUseDataOf: (userId, requester) => userId === requester,
}
