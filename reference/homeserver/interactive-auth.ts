import { isObject, type JsonObject, STRING } from './body.ts'
import { randomId } from './ids.ts'

/** Stage of user-interactive authentication. Returns why the `auth` of a request fails it, or `undefined` if it passes. */
export type AuthStage = (auth: JsonObject) => string | undefined | Promise<string | undefined>

/** Response to a request that is not authenticated yet (401). */
export interface Challenge {
  session: string
  flows: { stages: string[] }[]
  params: Record<string, never>
  completed?: string[]
  errcode?: string
  error?: string
}

/**
 * Checks the `auth` of a request. Passing one of the stages is enough.
 *
 * Every flow has a single stage, so sessions have no state, and their IDs are not stored.
 *
 * @returns the challenge to respond with, or `undefined` if the request is authenticated
 * @see https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
 */
export async function challenge(body: JsonObject, stages: Record<string, AuthStage>): Promise<Challenge | undefined> {
  const { auth } = body
  const flows = Object.keys(stages).map((type) => ({ stages: [type] }))
  const fresh = { session: randomId(12), flows, params: {} }
  if (!isObject(auth)) return fresh
  const { session = fresh.session, type } = auth
  const base = STRING.test(session) ? { ...fresh, session } : fresh
  const stage = STRING.test(type) && Object.hasOwn(stages, type) ? stages[type] : undefined
  if (stage === undefined) {
    const error = `Stage: expected one of ${Object.keys(stages).join(', ')}, found ${JSON.stringify(type)}`
    return { ...base, completed: [], errcode: 'M_UNRECOGNIZED', error }
  }
  const failure = await stage(auth)
  return failure === undefined ? undefined : { ...base, completed: [], errcode: 'M_FORBIDDEN', error: failure }
}
