import { MAX_URL } from '../limits.ts'
import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { ExampleRequest } from './request.ts'
import { readCommand, type ShellCommand, type Word } from './shell.ts'

/** A curl command at the start of a line, after the prompt that examples of a terminal have. */
const CURL = /^[ \t]*(?:[$%>] +)?(?=curl[ \t])/gm

/** The curl commands in a block of text; those that are too long are only told. */
export function curlCommands(fragment: Fragment, onLong: (range: Range) => void = () => {}): ExampleRequest[] {
  const requests: ExampleRequest[] = []
  let from = 0
  for (const match of fragment.text.matchAll(CURL)) {
    const start = match.index + match[0].length
    if (start < from) continue
    const command = readCommand(fragment, start)
    from = command.end
    const request = requestOf(command)
    if (command.isTooLong || (request !== undefined && request.url.text.length > MAX_URL)) onLong(command.range)
    else if (request !== undefined) requests.push(request)
  }
  return requests
}

const DATA = ['-d', '--data', '--data-raw', '--data-binary', '--data-ascii', '--json']

/** Other options that a value follows. */
const WITH_VALUE = new Set([
  ...['-A', '-b', '-c', '-e', '-F', '-m', '-o', '-T', '-u', '-w', '-x', '--user-agent', '--cookie', '--cookie-jar'],
  ...['--referer', '--form', '--max-time', '--output', '--upload-file', '--user', '--write-out', '--proxy', '--cacert'],
  ...['--cert', '--key', '--connect-timeout', '--retry', '--resolve', '--data-urlencode', '--oauth2-bearer'],
])

/** Options whose effect on the request is not followed. */
const UNFOLLOWED = new Set(['-F', '--form', '-T', '--upload-file', '--data-urlencode', '-G', '--get', '-K', '--config'])

interface Parts {
  method?: Word
  url?: Word
  headers: Word[]
  data: Word[]
  isUnfollowed: boolean
  isHead: boolean
}

function requestOf(command: ShellCommand): ExampleRequest | undefined {
  const parts = partsOf(command.words.slice(1))
  const { method, url, data } = parts
  if (url === undefined || parts.isUnfollowed || url.fragment.text === '') return undefined
  const [body, ...more] = data
  const isFile = body?.fragment.text.startsWith('@') === true
  const chosen = parts.isHead ? 'HEAD' : body === undefined ? 'GET' : 'POST'
  return {
    method: (method?.fragment.text ?? chosen).toUpperCase(),
    methodRange: method?.range ?? { start: command.range.start, end: command.range.start + 'curl'.length },
    url: url.fragment,
    headers: parts.headers.flatMap(({ fragment }) => headerOf(fragment.text)),
    ...(body !== undefined && !isFile && more.length === 0 && { body: body.fragment }),
    hasOtherBody: isFile || more.length > 0,
    range: command.range,
    problems: command.problems,
  }
}

function partsOf(words: readonly Word[]): Parts {
  const parts: Parts = { headers: [], data: [], isUnfollowed: false, isHead: false }
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word
    const { text } = word.fragment
    const next = words[index + 1]
    const joined = /^-[XHd]./.test(text)
    const name = joined ? text.slice(0, 2) : text
    const value = joined ? { ...word, fragment: word.fragment.slice(2) } : next
    const takes =
      name === '-X' ||
      name === '--request' ||
      name === '-H' ||
      name === '--header' ||
      name === '--url' ||
      DATA.includes(name)
    if (UNFOLLOWED.has(name)) parts.isUnfollowed = true
    if (name === '-I' || name === '--head') parts.isHead = true
    if (takes || WITH_VALUE.has(name)) {
      if (!joined) index += 1
      if (value === undefined || !takes) continue
      if (name === '-X' || name === '--request') parts.method = value
      else if (name === '-H' || name === '--header') parts.headers.push(value)
      else if (name === '--url') parts.url = value
      else parts.data.push(value)
    } else if (!text.startsWith('-')) parts.url ??= word
  }
  return parts
}

/** `Name: value`, as a list of one or none. */
export function headerOf(text: string): { name: string; value: string }[] {
  const colon = text.indexOf(':')
  return colon <= 0 ? [] : [{ name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() }]
}
