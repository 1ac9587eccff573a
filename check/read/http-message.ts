import { MAX_URL } from '../limits.ts'
import type { Fragment } from '../source/fragment.ts'
import type { ExampleRequest } from './request.ts'

const REQUEST_LINE = /^[ \t]*(GET|PUT|POST|DELETE|PATCH|HEAD)[ \t]+(\S+)(?:[ \t]+HTTP\/[\d.]+)?[ \t]*\r?$/m

/** Reads an HTTP request: a request line, headers, an empty line and the body. */
export function readHttpRequest(fragment: Fragment): ExampleRequest | undefined {
  const { text } = fragment
  const line = REQUEST_LINE.exec(text)
  if (
    line === null ||
    text.slice(0, line.index).trim() !== '' ||
    !line[2]?.includes('/_matrix/') ||
    line[2].length > MAX_URL
  )
    return undefined
  const [all, method = '', url = ''] = line
  const methodAt = line.index + all.indexOf(method)
  const urlAt = methodAt + all.slice(all.indexOf(method)).indexOf(url, method.length)
  const rest = text.slice(line.index + all.length)
  const blank = /\r?\n[ \t]*\r?\n/.exec(rest)
  const bodyAt = line.index + all.length + (blank === null ? rest.length : blank.index + blank[0].length)
  const body = fragment.slice(bodyAt)
  return {
    method,
    methodRange: fragment.range(methodAt, methodAt + method.length),
    url: fragment.slice(urlAt, urlAt + url.length),
    headers: [],
    ...(body.text.trim() !== '' && { body: { fragment: body, variables: [] } }),
    hasOtherBody: false,
    range: fragment.whole,
    problems: [],
  }
}

const STATUS_LINE = /^[ \t]*HTTP\/\d(?:\.\d)?[ \t]+\d{3}\b.*$/m

/** Reads the body of an HTTP response: a status line, headers, an empty line and the body. */
export function readHttpResponseBody(fragment: Fragment): Fragment | undefined {
  const { text } = fragment
  const line = STATUS_LINE.exec(text)
  if (line === null || text.slice(0, line.index).trim() !== '') return undefined
  const blank = /\r?\n[ \t]*\r?\n/.exec(text.slice(line.index))
  return blank === null ? undefined : fragment.slice(line.index + blank.index + blank[0].length)
}
