import { MAX_URL } from '../limits.ts'
import type { Fragment } from '../source/fragment.ts'
import type { ExampleRequest } from './request.ts'

/** Message of HTTP in a block: a request, or the body of a response. */
export type HttpMessage = { kind: 'request'; request: ExampleRequest } | { kind: 'response'; body: Fragment }

const REQUEST_LINE = /^[ \t]*(GET|PUT|POST|DELETE|PATCH|HEAD)[ \t]+((?:https?:\/)?\/\S*)(?:[ \t]+HTTP\/[\d.]+)?[ \t]*$/
const STATUS_LINE = /^[ \t]*(?:HTTP\/\d(?:\.\d)?[ \t]+\d{3}\b.*|(?:[<>][ \t]*)?[1-5]\d\d(?:[ \t]+[A-Z][A-Za-z ]*)?)$/
const HEADER = /^[ \t]*[\w-]+:(?:[ \t].*)?$/

/** Matches the status line of a refusal. */
const REFUSAL = /^[ \t]*(?:HTTP\/\d(?:\.\d)?[ \t]+|[<>]?[ \t]*)4\d\d\b/

/** Line of a block, without its line break. */
interface Line {
  start: number
  text: string
}

/**
 * Reads the HTTP messages of a block: requests, responses, or a list of endpoints. The body begins at the first line
 * that is not a header. Returns `undefined` if the block is not HTTP, or is not for Matrix.
 */
export function readHttpMessages(fragment: Fragment): HttpMessage[] | undefined {
  const lines = linesOf(fragment.text)
  const first = lines.find(({ text }) => text.trim() !== '')
  if (first === undefined || !(isRequest(first) || STATUS_LINE.test(first.text))) return undefined
  const starts = lines.filter((line) => isRequest(line) || STATUS_LINE.test(line.text))
  const urls = starts.map(({ text }) => REQUEST_LINE.exec(text)?.[2])
  const isForMatrix = urls.every((url) => url === undefined || (url.includes('/_matrix/') && url.length <= MAX_URL))
  if (!isForMatrix) return undefined
  return starts.flatMap((start, index) => {
    const end = starts[index + 1]?.start ?? fragment.text.length
    const own = lines.filter((line) => line.start > start.start && line.start < end)
    const isRefused = REFUSAL.test(starts[index + 1]?.text ?? '')
    return messageOf(start, bodyOf(own, end, fragment), isRefused, fragment)
  })
}

function linesOf(text: string): Line[] {
  let start = 0
  return text.split('\n').map((line) => {
    const found = { start, text: line.replace(/\r$/, '') }
    start += line.length + 1
    return found
  })
}

function isRequest({ text }: Line): boolean {
  return REQUEST_LINE.test(text)
}

/** Returns the JSON after the headers, if there is any. A URL can continue on the lines after its first. */
function bodyOf(lines: readonly Line[], end: number, fragment: Fragment): Fragment | undefined {
  const rest = lines.filter(({ text }) => text.trim() !== '' && !HEADER.test(text))
  const first = rest.find(({ text }) => /^\s*[[{"]/.test(text))
  return first && fragment.slice(first.start, end)
}

function messageOf(line: Line, body: Fragment | undefined, isRefused: boolean, fragment: Fragment): HttpMessage[] {
  const [, method = '', url = ''] = REQUEST_LINE.exec(line.text) ?? []
  if (method === '') return body === undefined ? [] : [{ kind: 'response', body }]
  const methodAt = line.start + line.text.indexOf(method)
  const urlAt = line.start + line.text.indexOf(url, line.text.indexOf(method) + method.length)
  // A GET request has no body, so this is what it returns
  const isResponse = method === 'GET' && body !== undefined
  const isShown = body !== undefined && !isResponse
  const request: ExampleRequest = {
    method,
    methodRange: fragment.range(methodAt, methodAt + method.length),
    url: fragment.slice(urlAt, urlAt + url.length),
    headers: [],
    ...(isShown && { body: { fragment: body, variables: [] } }),
    hasOtherBody: !isShown && method !== 'GET' && method !== 'HEAD',
    range: fragment.whole,
    isRefused,
    problems: [],
  }
  return [{ kind: 'request', request }, ...(isResponse ? [{ kind: 'response' as const, body }] : [])]
}
