import { isObject, type JsonObject, STRING } from './body.ts'
import { randomId } from './ids.ts'

/** A stage of user-interactive authentication: says why the `auth` of a request does not pass it, if so. */
export type Stage = (auth: JsonObject) => string | undefined | Promise<string | undefined>

/** The answer to a request that is not authenticated yet (401). */
export interface Challenge {
  session: string
  flows: { stages: string[] }[]
  params: Record<string, never>
  completed?: string[]
  errcode?: string
  error?: string
}

/**
 * Checks the `auth` of a request by stages of which any one is enough.
 *
 * As one stage completes every flow, a session has no progress to remember, and its ID is given out without being kept.
 *
 * @returns the challenge to answer with, or `undefined` when the request is authenticated
 * @see https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
 */
export async function challenge(body: JsonObject, stages: Record<string, Stage>): Promise<Challenge | undefined> {
  const { auth } = body
  const flows = Object.keys(stages).map((type) => ({ stages: [type] }))
  const fresh = { session: randomId(12), flows, params: {} }
  if (!isObject(auth)) return fresh
  const { session = fresh.session, type } = auth
  const asked = STRING.test(session) ? { ...fresh, session } : fresh
  const stage = STRING.test(type) && Object.hasOwn(stages, type) ? stages[type] : undefined
  if (stage === undefined) {
    const error = `The stage ${JSON.stringify(type)} is not one of ${Object.keys(stages).join(', ')}`
    return { ...asked, completed: [], errcode: 'M_UNRECOGNIZED', error }
  }
  const failure = await stage(auth)
  return failure === undefined ? undefined : { ...asked, completed: [], errcode: 'M_FORBIDDEN', error: failure }
}
