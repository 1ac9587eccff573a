import {
  type ExampleRequest,
  type ExecutedRequest,
  readUrl,
  type StartedCheck,
  type UrlPart,
} from '../../check/index.ts'
import { majorVersion, type SpecVersion } from '../../spec/index.ts'
import type { Session, SessionResponse } from './session.ts'

/**
 * Sends the requests of a source to the target, in order, and adds a finding for each one that fails.
 *
 * @throws {TargetError} when the target cannot be reached
 */
export async function executeRequests(
  check: StartedCheck,
  session: Session,
  specVersion: SpecVersion,
): Promise<ExecutedRequest[]> {
  const executed: ExecutedRequest[] = []
  for (const request of check.requests) {
    const sent = await prepare(request, session, specVersion)
    if (typeof sent === 'string') {
      check.report('unexecuted-request', request.methodRange, `The request was not executed: ${sent}`)
      continue
    }
    const response = await session.send(request.method, sent.path, sent.body)
    session.learn(response.body)
    const { line, column } = check.source.position(request.range.start)
    executed.push({
      file: check.source.name,
      line,
      column,
      method: request.method,
      path: sent.path,
      status: response.status,
    })
    judge(request, sent.path, response, check)
  }
  return executed
}

function judge(
  { method, methodRange, isExpectedToFail }: ExampleRequest,
  path: string,
  { status, body }: SessionResponse,
  { report }: StartedCheck,
): void {
  if (status < 400) return
  const { errcode, error } = Object(body) as { errcode?: unknown; error?: unknown }
  const sentence = [errcode, error].filter((one) => typeof one === 'string').join(': ')
  const response = `${status}${sentence === '' ? '' : ` (${sentence.slice(0, 200)})`}`
  if (isExpectedToFail) return
  if (errcode === 'M_UNRECOGNIZED') {
    report(
      'unexecuted-request',
      methodRange,
      `The target does not support ${method} ${path}: it responded with ${response}`,
    )
  } else report('failed-request', methodRange, `The target responded to ${method} ${path} with ${response}`)
}

interface Prepared {
  path: string
  body?: string
}

/** Returns the request to send, or the reason why it cannot be sent. */
async function prepare(
  request: ExampleRequest,
  session: Session,
  specVersion: SpecVersion,
): Promise<Prepared | string> {
  const url = readUrl(request.url, request.urlVariables)
  const start = url.segments.findIndex(({ written }) => written === '_matrix')
  const segments = url.segments.slice(start)
  if (segments[1]?.written !== 'client') return 'it is not for a homeserver'
  if (!/^(?:GET|PUT|POST|DELETE)$/.test(request.method)) return `it is a ${request.method} request`
  const { body } = request
  if (request.hasOtherBody) return 'the example does not show its body'
  if (body !== undefined && body.variables.length > 0) return 'its body contains a variable of the shell'
  const path: string[] = []
  for (const [index, segment] of segments.entries()) {
    const isVersion = index === 2 && segment.isUnknown
    const value = isVersion
      ? majorVersion(specVersion)
      : await segmentOf(segment, segments[index - 1]?.written, segments[index - 2]?.written, session)
    if (value === undefined) return `the value of "${segment.written}" is unknown`
    path.push(value)
  }
  const query: string[] = []
  for (const { name, value } of url.query) {
    // The account has a token of its own, and sends it in a header
    if (name.text === 'access_token') continue
    const text = value.isUnknown ? await valueFor(value.written, session) : value.written
    if (text === undefined) return `the value of "${value.written}" is unknown`
    query.push(`${name.written}=${text}`)
  }
  const whole = `/${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`
  return { path: whole, ...(body !== undefined && { body: bodyOf(body.fragment.text, whole) }) }
}

/** Returns a segment to send, with a room, user or event that exists on the target. */
async function segmentOf(
  segment: UrlPart,
  before: string | undefined,
  beforeThat: string | undefined,
  session: Session,
): Promise<string | undefined> {
  if (before === 'rooms') return encodeURIComponent(await session.roomId())
  if (before === 'user' || before === 'profile') return encodeURIComponent(session.userId)
  if (beforeThat === 'receipt' || before === 'redact') return encodeURIComponent(await session.eventId())
  return segment.isUnknown ? valueFor(segment.written, session) : segment.written
}

/** Returns the value for a placeholder, by its name. */
async function valueFor(name: string, session: Session): Promise<string | undefined> {
  if (/room/i.test(name)) return encodeURIComponent(await session.roomId())
  if (/event/i.test(name)) return encodeURIComponent(await session.eventId())
  if (/user/i.test(name)) return encodeURIComponent(session.userId)
  if (/t(?:ra)?n?xn|txn/i.test(name)) return crypto.randomUUID()
  return /rule/i.test(name) ? 'plexor-example' : undefined
}

/** Replaces the push gateway of an example, which belongs to somebody, with one that nobody can reach. */
function bodyOf(text: string, path: string): string {
  if (!path.endsWith('/pushers/set')) return text
  try {
    const body: { data?: { url?: unknown } } = JSON.parse(text)
    if (typeof body.data?.url === 'string') body.data.url = 'https://plexor.invalid/_matrix/push/v1/notify'
    return JSON.stringify(body)
  } catch {
    return text
  }
}
