import type { ExampleRequest } from '../read/request.ts'
import { type ExampleUrl, variablesIn } from '../read/url.ts'
import { placeholdersIn } from '../recognise/placeholder.ts'
import type { Range } from '../source/range.ts'
import type { DocumentContext } from '../story.ts'

/** Looks at a URL as such: its placeholders, credentials and percent-encoding. */
export function checkUrl(request: ExampleRequest, parts: ExampleUrl, document: DocumentContext): void {
  const { url, urlVariables: variables = variablesIn(url.text) } = request
  const placeholders = placeholdersIn(url.text, variables)
  for (const { start, end, text } of placeholders) {
    document.report('placeholder', url.range(start, end), `The placeholder "${text}" is left in the URL`, {
      hint: text.startsWith('$')
        ? 'Put the URL into double quotes: a shell replaces no variables in single ones'
        : 'Put a value there, or a variable of the shell',
    })
  }
  checkCredentials(parts, url.text, url, document)
  checkEncoding(url, [...placeholders, ...variables], parts, document)
}

const CREDENTIALS = new Set(['access_token', 'password', 'client_secret', 'refresh_token', 'login_token'])

function checkCredentials(
  { query, origin }: ExampleUrl,
  text: string,
  url: ExampleRequest['url'],
  { report }: DocumentContext,
): void {
  for (const { name, value } of query) {
    if (!CREDENTIALS.has(name.text)) continue
    const range = { start: name.range.start, end: value.range.end }
    const isToken = name.text === 'access_token'
    report(
      'credential-in-url',
      range,
      `The URL has a credential in it, "${name.text}", which logs and histories keep`,
      {
        ...(isToken && { hint: 'Send the header "Authorization: Bearer …" instead' }),
      },
    )
  }
  const user = /:\/\/([^@/]+)@/.exec(origin)?.[1]
  if (user === undefined) return
  const start = text.indexOf(user)
  report('credential-in-url', url.range(start, start + user.length), 'The URL has a user name or a password in it', {
    hint: 'Take it out',
  })
}

/** What may not stand in a URL as it is. Braces and brackets mean something to curl besides. */
const FORBIDDEN = /[^\x21-\x7e]|["<>\\^`{}|]/gu
const BROKEN = /%(?![0-9A-Fa-f]{2})/g
const TWICE = /%25(?=[0-9A-Fa-f]{2})/g

function checkEncoding(
  url: ExampleRequest['url'],
  open: readonly Range[],
  { hash, segments }: ExampleUrl,
  { report }: DocumentContext,
): void {
  const { text } = url
  const isOpen = (at: number) => open.some(({ start, end }) => start <= at && at < end)
  for (const { 0: found, index } of text.matchAll(FORBIDDEN)) {
    if (isOpen(index)) continue
    const encoded = encodeURIComponent(found.toWellFormed())
    const range = url.range(index, index + found.length)
    const fix = { range, text: encoded, done: `percent-encoded "${found}"` }
    report('percent-encoding', range, `Found "${found}" in the URL, where it has to be percent-encoded`, {
      hint: `Write ${encoded}`,
      ...(found.isWellFormed() && { fix }),
    })
  }
  for (const { index } of text.matchAll(BROKEN)) {
    if (isOpen(index)) continue
    report(
      'percent-encoding',
      url.range(index, index + 1),
      'Found a "%" in the URL without two hexadecimal digits after it',
      {
        hint: 'Write %25 for the sign itself',
      },
    )
  }
  for (const { index } of text.matchAll(TWICE)) {
    report(
      'percent-encoding',
      url.range(index, index + 5),
      `"${text.slice(index, index + 5)}" in the URL is percent-encoded twice`,
      {
        severity: 'warning',
      },
    )
  }
  // A room alias is what people put into a path that starts so
  if (hash !== undefined && /^#[^/]*:/.test(hash.written) && segments.at(-1)?.written === '') {
    const range = { start: hash.range.start, end: hash.range.start + 1 }
    const fix = { range, text: '%23', done: 'percent-encoded "#"' }
    report('percent-encoding', range, 'What follows "#" in the URL is never sent', { hint: 'Write %23', fix })
  }
}
