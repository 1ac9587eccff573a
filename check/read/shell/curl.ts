import { MAX_URL } from '../../limits.ts'
import { Fragment, type Piece } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import type { ExampleRequest, RequestBody } from '../request.ts'
import { readCommand, type ShellCommand, type ShellProblem } from './command.ts'
import { curlArguments } from './curl-options.ts'
import type { Word } from './word.ts'

/** Prompt of a terminal: `$`, `alice@host:~$`, `[alice@host ~]$`. */
const PROMPT = String.raw`(?:[\w.-]+@[\w.-]+(?::[^\s$#%>]*)?[$#%>]|\[[^\]\n]*\][$#]|[$%>])[ \t]+`

/** Prefixes of a command: variable assignments, keywords and the start of a substitution. */
const BEFORE = String.raw`(?:[A-Za-z_]\w*="?\$\([ \t]*|(?:sudo|time|then|do|else|!|[A-Za-z_]\w*=[^\s'"${'`'}$(|;&]*)[ \t]+)*`

/** Matches a curl command at the start of a line or after another command. */
const CURL = new RegExp(String.raw`(?:^[ \t]*(${PROMPT})?|(?<=[|;&(])[ \t]*)${BEFORE}(?=curl[ \t])`, 'gm')

/** Maximum length of the output of a command that is searched, in characters. */
const MAX_OUTPUT = 2048

/** Matches a refusal in the output of a command: a status line, a status with its name, an error code. */
const REFUSAL =
  /\bHTTP\/\d(?:\.\d)?[ \t]+4\d\d\b|\b4\d\d\b\W{0,3}(?:Bad Request|Unauthorized|Forbidden|Not Found|Method Not Allowed)|"M_[A-Z_]+"/

/** Reads the curl commands in a fragment; commands that are too long are only passed to `onLong`. */
export function readCurlCommands(fragment: Fragment, onLong: (range: Range) => void = () => {}): ExampleRequest[] {
  const requests: ExampleRequest[] = []
  let from = 0
  const matches = [...fragment.text.matchAll(CURL)]
  for (const [index, match] of matches.entries()) {
    const start = match.index + match[0].length
    if (start < from) continue
    const command = readCommand(fragment, start, match[1] !== undefined)
    from = command.end
    const output = fragment.text.slice(from, Math.min(matches[index + 1]?.index ?? Infinity, from + MAX_OUTPUT))
    const request = requestOf(command, REFUSAL.test(output))
    if (command.isTooLong || (request !== undefined && request.url.text.length > MAX_URL)) onLong(command.range)
    else if (request !== undefined) requests.push(request)
  }
  return requests
}

const DATA = new Set(['--data', '--data-raw', '--data-binary', '--data-ascii', '--json'])

/** Options whose effect on the request is not analysed. */
const UNSUPPORTED = new Set([
  ...['--form', '--form-string', '--upload-file', '--data-urlencode', '--get', '--config', '--url-query', '--next'],
  ...['--variable', '-:'],
])

interface Parts {
  method?: Word
  url?: Word
  headers: Word[]
  data: Word[]
  isUnsupported: boolean
  isHead: boolean
}

function requestOf(command: ShellCommand, isRefused: boolean): ExampleRequest | undefined {
  const parts = partsOf(command.words.slice(1))
  const { method, url, data } = parts
  if (url === undefined || parts.isUnsupported || url.fragment.text === '') return undefined
  const [first, ...more] = data
  const written = first?.fragment.text === '@-' ? command.input : first
  const isWritten = written !== undefined && more.length === 0 && !written.fragment.text.startsWith('@')
  const isUnclosed = isWritten && losesQuotes(written)
  const body = isWritten && !isUnclosed && !isReplaced(written) ? bodyOf(written) : undefined
  const chosen = parts.isHead ? 'HEAD' : first === undefined ? 'GET' : 'POST'
  return {
    method: (method?.fragment.text ?? chosen).toUpperCase(),
    methodRange: method?.range ?? { start: command.range.start, end: command.range.start + 'curl'.length },
    url: url.fragment,
    urlVariables: url.variables,
    urlQuotings: url.quotings,
    headers: parts.headers.map(({ fragment }) => fragment),
    ...(body !== undefined && { body }),
    hasOtherBody: first !== undefined && body === undefined,
    range: command.range,
    isRefused,
    problems: isUnclosed ? [...command.problems, lostQuotes(written)] : command.problems,
  }
}

function partsOf(words: readonly Word[]): Parts {
  const parts: Parts = { headers: [], data: [], isUnsupported: false, isHead: false }
  for (const { option, value } of curlArguments(words)) {
    if (option === undefined || option === '--url') {
      // An argument that does not look like a URL may be part of an unquoted value
      if (value !== undefined && (parts.url === undefined || !/[/$]/.test(parts.url.fragment.text))) parts.url = value
    } else if (UNSUPPORTED.has(option)) parts.isUnsupported = true
    else if (option === '--head') parts.isHead = true
    else if (value === undefined) continue
    else if (option === '--request') parts.method = value
    else if (option === '--header') parts.headers.push(value)
    else if (DATA.has(option)) parts.data.push(value)
  }
  return parts
}

/** Reports whether a shell expands the whole word. */
function isReplaced({ fragment, variables: [first] }: Word): boolean {
  return first !== undefined && first.start === 0 && first.end === fragment.text.trim().length
}

function bodyOf({ fragment, variables, quotings }: Word): RequestBody {
  const places = variables.map(({ start, end }) => fragment.range(start, end))
  return { fragment: withoutCommands(fragment, variables), quotings, variables: places }
}

/** Replaces each command substitution with a variable of the same length, so that it is not read as JSON. */
function withoutCommands(fragment: Fragment, variables: readonly Range[]): Fragment {
  if (variables.length === 0) return fragment
  const pieces: Piece[] = []
  let place = 0
  for (const { start, end } of variables) {
    if (/^\$(?:\w+|\{\w+\})$/.test(fragment.text.slice(start, end))) continue
    pieces.push(...fragment.pieces(place, start))
    pieces.push({ text: `$${'v'.repeat(end - start - 1)}`, source: fragment.toSource(start) })
    place = end
  }
  pieces.push(...fragment.pieces(place))
  return new Fragment(pieces, fragment.toSource(0))
}

/** Reports whether the shell removes the quotes of the JSON, as in `"{"a": 1}"` or without outer quotes. */
function losesQuotes({ raw, fragment }: Word): boolean {
  return /^"?[ \t\r\n]*[{[][ \t\r\n]*"/.test(raw) && !fragment.text.includes('"')
}

function lostQuotes({ range }: Word): ShellProblem {
  const message = 'The shell removes the double quotes of this body, so the server receives invalid JSON'
  return { range, message, hint: 'Put the body in single quotes' }
}
