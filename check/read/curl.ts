import { MAX_URL } from '../limits.ts'
import { Fragment, type Piece } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import { curlArguments } from './curl-options.ts'
import type { ExampleRequest, RequestBody } from './request.ts'
import { readCommand, type ShellCommand } from './shell.ts'
import type { ShellProblem } from './shell-problem.ts'
import type { Word } from './shell-word.ts'

/** What a terminal shows before a command: `$`, `alice@host:~$`, `[alice@host ~]$`. */
const PROMPT = String.raw`(?:[\w.-]+@[\w.-]+(?::[^\s$#%>]*)?[$#%>]|\[[^\]\n]*\][$#]|[$%>])[ \t]+`

/** What may stand before the command itself: variables that are set for it, and the start of a substitution. */
const BEFORE = String.raw`(?:[A-Za-z_]\w*="?\$\([ \t]*|(?:sudo|time|then|do|else|!|[A-Za-z_]\w*=[^\s'"${'`'}$(|;&]*)[ \t]+)*`

/** A curl command at the start of a line, or where one command follows another. */
const CURL = new RegExp(String.raw`(?:^[ \t]*(${PROMPT})?|(?<=[|;&(])[ \t]*)${BEFORE}(?=curl[ \t])`, 'gm')

/** The curl commands in a block of text; those that are too long are only told. */
export function curlCommands(fragment: Fragment, onLong: (range: Range) => void = () => {}): ExampleRequest[] {
  const requests: ExampleRequest[] = []
  let from = 0
  for (const match of fragment.text.matchAll(CURL)) {
    const start = match.index + match[0].length
    if (start < from) continue
    const command = readCommand(fragment, start, match[1] !== undefined)
    from = command.end
    const request = requestOf(command)
    if (command.isTooLong || (request !== undefined && request.url.text.length > MAX_URL)) onLong(command.range)
    else if (request !== undefined) requests.push(request)
  }
  return requests
}

const DATA = new Set(['--data', '--data-raw', '--data-binary', '--data-ascii', '--json'])

/** Options whose effect on the request is not followed. */
const UNFOLLOWED = new Set([
  ...['--form', '--form-string', '--upload-file', '--data-urlencode', '--get', '--config', '--url-query', '--next'],
  ...['--variable', '-:'],
])

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
  const [first, ...more] = data
  const written = first?.fragment.text === '@-' ? command.input : first
  const isTold = written !== undefined && more.length === 0 && !written.fragment.text.startsWith('@')
  const isTorn = isTold && losesQuotes(written)
  const body = isTold && !isTorn && !isReplaced(written) ? bodyOf(written) : undefined
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
    problems: isTorn ? [...command.problems, lostQuotes(written)] : command.problems,
  }
}

function partsOf(words: readonly Word[]): Parts {
  const parts: Parts = { headers: [], data: [], isUnfollowed: false, isHead: false }
  for (const { option, value } of curlArguments(words)) {
    if (option === undefined || option === '--url') {
      // What looks like no URL may be a piece of something that is not in quotes
      if (value !== undefined && (parts.url === undefined || !/[/$]/.test(parts.url.fragment.text))) parts.url = value
    } else if (UNFOLLOWED.has(option)) parts.isUnfollowed = true
    else if (option === '--head') parts.isHead = true
    else if (value === undefined) continue
    else if (option === '--request') parts.method = value
    else if (option === '--header') parts.headers.push(value)
    else if (DATA.has(option)) parts.data.push(value)
  }
  return parts
}

/** Whether all of a word is something that the shell puts another text in place of. */
function isReplaced({ fragment, variables: [first] }: Word): boolean {
  return first !== undefined && first.start === 0 && first.end === fragment.text.trim().length
}

function bodyOf({ fragment, variables, quotings }: Word): RequestBody {
  const places = variables.map(({ start, end }) => fragment.range(start, end))
  return { fragment: withoutCommands(fragment, variables), quotings, variables: places }
}

/** The text with a name of the same length for each command in it, so that nothing of that is taken for JSON. */
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

/** Whether JSON is written so that the shell takes the quotes out of it: `"{"a": 1}"`, and with no quotes around it. */
function losesQuotes({ raw, fragment }: Word): boolean {
  return /^"?[ \t\r\n]*[{[][ \t\r\n]*"/.test(raw) && !fragment.text.includes('"')
}

function lostQuotes({ range }: Word): ShellProblem {
  const message = 'The shell takes the double quotes out of this body, and what is left is no JSON'
  return { range, message, hint: 'Put the body into single quotes' }
}
