import { type ExampleRequest, type ExecutedRequest, type OpenCheck, readUrl, type UrlPart } from '../../check/index.ts'
import { majorVersion, type SpecVersion } from '../../spec/index.ts'
import type { Answer, Session } from './session.ts'

/**
 * Sends the requests of a source to the target, in their order, and adds to its findings what did not succeed.
 *
 * @throws {TargetError} when the target is not there any more
 */
export async function executeRequests(
  check: OpenCheck,
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
  { status, body }: Answer,
  { report }: OpenCheck,
): void {
  if (status < 400) return
  const { errcode, error } = Object(body) as { errcode?: unknown; error?: unknown }
  const sentence = [errcode, error].filter((one) => typeof one === 'string').join(': ')
  const response = `${status}${sentence === '' ? '' : ` (${sentence.slice(0, 200)})`}`
  if (isExpectedToFail) return
  if (errcode === 'M_UNRECOGNIZED') {
    report('unexecuted-request', methodRange, `The target does not have ${method} ${path}: it answered ${response}`)
  } else report('failed-request', methodRange, `${method} ${path} was answered ${response}`)
}

interface Prepared {
  path: string
  body?: string
}

/** The request as it is sent; or why it cannot be. */
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
  if (request.hasOtherBody) return 'the example does not tell its body'
  if (body !== undefined && body.variables.length > 0) return 'its body has a variable of the shell in it'
  const path: string[] = []
  for (const [index, segment] of segments.entries()) {
    const isVersion = index === 2 && segment.isOpen
    const value = isVersion
      ? majorVersion(specVersion)
      : await segmentOf(segment, segments[index - 1]?.written, segments[index - 2]?.written, session)
    if (value === undefined) return `nobody knows what to put for "${segment.written}"`
    path.push(value)
  }
  const query: string[] = []
  for (const { name, value } of url.query) {
    // The account has a token of its own, and sends it in a header
    if (name.text === 'access_token') continue
    const text = value.isOpen ? await valueFor(value.written, session) : value.written
    if (text === undefined) return `nobody knows what to put for "${value.written}"`
    query.push(`${name.written}=${text}`)
  }
  const whole = `/${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`
  return { path: whole, ...(body !== undefined && { body: bodyOf(body.fragment.text, whole) }) }
}

/** A segment as it is sent: rooms, users and events are those that there are on the target. */
async function segmentOf(
  segment: UrlPart,
  before: string | undefined,
  beforeThat: string | undefined,
  session: Session,
): Promise<string | undefined> {
  if (before === 'rooms') return encodeURIComponent(await session.roomId())
  if (before === 'user' || before === 'profile') return encodeURIComponent(session.userId)
  if (beforeThat === 'receipt' || before === 'redact') return encodeURIComponent(await session.eventId())
  return segment.isOpen ? valueFor(segment.written, session) : segment.written
}

/** What to put for a placeholder, by its name. */
async function valueFor(name: string, session: Session): Promise<string | undefined> {
  if (/room/i.test(name)) return encodeURIComponent(await session.roomId())
  if (/event/i.test(name)) return encodeURIComponent(await session.eventId())
  if (/user/i.test(name)) return encodeURIComponent(session.userId)
  if (/t(?:ra)?n?xn|txn/i.test(name)) return crypto.randomUUID()
  return /rule/i.test(name) ? 'plexor-example' : undefined
}

/** A push gateway of an example belongs to somebody, so the target is told of one that nobody can reach. */
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
