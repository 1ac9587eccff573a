import { atLeast } from '../../../spec/index.ts'
import { placeholdersIn } from '../../classify/placeholder.ts'
import type { DocumentContext } from '../../document-context.ts'
import type { ExampleRequest } from '../../read/request.ts'
import { type ExampleUrl, variablesIn } from '../../read/url.ts'
import type { Range } from '../../source/range.ts'

/** Checks placeholders, credentials and percent-encoding of a URL. */
export function checkUrl(request: ExampleRequest, parts: ExampleUrl, document: DocumentContext): void {
  const { url, urlVariables: variables = variablesIn(url.text) } = request
  const placeholders = placeholdersIn(url.text, variables)
  // An HTTP message can be the signature of an endpoint; a command is run
  for (const { start, end, text } of request.urlVariables === undefined ? [] : placeholders) {
    document.report(
      'placeholder',
      url.range(start, end),
      `Expected a value in the URL, found the placeholder "${text}"`,
      {
        hint: text.startsWith('$')
          ? 'Put the URL in double quotes: the shell does not expand variables in single quotes'
          : 'Write a value or a shell variable',
      },
    )
  }
  checkCredentials(parts, url.text, url, document)
  checkEncoding(url, [...placeholders, ...variables], parts, document)
}

const CREDENTIALS = new Set(['access_token', 'password', 'client_secret', 'refresh_token', 'login_token'])

function checkCredentials(
  { query, origin }: ExampleUrl,
  text: string,
  url: ExampleRequest['url'],
  { report, specVersion }: DocumentContext,
): void {
  for (const { name, value } of query) {
    // Until v1.11, the specification did not advise against tokens in URLs
    if (name.text === 'access_token' && !atLeast(specVersion, 'v1.11')) continue
    if (!CREDENTIALS.has(name.text)) continue
    const range = { start: name.range.start, end: value.range.end }
    const isToken = name.text === 'access_token'
    report(
      'credential-in-url',
      range,
      `Expected no credential in the URL, found "${name.text}": logs and shell histories store URLs`,
      {
        ...(isToken && { hint: 'Send the header "Authorization: Bearer …" instead' }),
      },
    )
  }
  const user = /:\/\/([^@/]+)@/.exec(origin)?.[1]
  if (user === undefined) return
  const start = text.indexOf(user)
  report(
    'credential-in-url',
    url.range(start, start + user.length),
    'Expected no credential in the URL, found a user name or password',
    {
      hint: 'Remove it',
    },
  )
}

/** Matches characters that must be encoded in a URL. Braces and brackets also have a meaning for curl. */
const FORBIDDEN = /[^\x21-\x7e]|["<>\\^`{}|]/gu
const BROKEN = /%(?![0-9A-Fa-f]{2})/g
const TWICE = /%25(?=[0-9A-Fa-f]{2})/g

function checkEncoding(
  url: ExampleRequest['url'],
  unknownRanges: readonly Range[],
  { hash, segments }: ExampleUrl,
  { report }: DocumentContext,
): void {
  const { text } = url
  const isUnknown = (at: number) => unknownRanges.some(({ start, end }) => start <= at && at < end)
  for (const { 0: found, index } of text.matchAll(FORBIDDEN)) {
    if (isUnknown(index)) continue
    const encoded = encodeURIComponent(found.toWellFormed())
    const range = url.range(index, index + found.length)
    const fix = { range, text: encoded, done: `percent-encoded "${found}"` }
    report('percent-encoding', range, `Expected "${found}" in the URL to be percent-encoded`, {
      hint: `Write ${encoded}`,
      ...(found.isWellFormed() && { fix }),
    })
  }
  for (const { index } of text.matchAll(BROKEN)) {
    if (isUnknown(index)) continue
    report('percent-encoding', url.range(index, index + 1), 'Expected two hexadecimal digits after "%" in the URL', {
      hint: 'Write %25 for a literal percent sign',
    })
  }
  for (const { index } of text.matchAll(TWICE)) {
    report(
      'percent-encoding',
      url.range(index, index + 5),
      `Expected "${text.slice(index, index + 5)}" in the URL to be percent-encoded once, found it encoded twice`,
      {
        severity: 'warning',
      },
    )
  }
  // Such a fragment is usually an unencoded room alias
  if (hash !== undefined && /^#[^/]*:/.test(hash.written) && segments.at(-1)?.written === '') {
    const range = { start: hash.range.start, end: hash.range.start + 1 }
    const fix = { range, text: '%23', done: 'percent-encoded "#"' }
    report('percent-encoding', range, 'The part of the URL after "#" is never sent', { hint: 'Write %23', fix })
  }
}
