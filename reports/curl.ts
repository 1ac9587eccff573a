import { visible } from '../common/text.ts'
import type { RunResult, TimelineEntry } from '../run/index.ts'
import { jsonText } from './json.ts'

/** Maximum length of a command, in UTF-16 code units. Nobody could read or copy a longer one. */
const MAX_COMMAND = 8_000

/**
 * Returns a curl command that repeats the request of an exchange. It is one line for a POSIX shell, and safe to print.
 *
 * The access token is a shell variable named after the user: `$ALICE_TOKEN`.
 *
 * @param entry the exchange
 * @param target the target of the run
 * @returns undefined if the entry is not a request to the target, or not complete
 */
export function curlOf(entry: TimelineEntry, target: RunResult['target']): string | undefined {
  const { kind, method, path, actor, signedIn, requestBody } = entry
  const origin = target.kind === 'evaluator' ? undefined : target.url.replace(/\/+$/, '')
  if (kind !== 'client' || method === undefined || path === undefined || origin === undefined) return undefined
  const body = bodyOf(entry)
  if (requestBody !== undefined && body === undefined) return undefined
  const command = [
    'curl',
    ...(method === 'GET' ? [] : ['-X', word(method)]),
    // Without it, curl treats brackets and braces in a URL as patterns.
    ...(/[[\]{}]/.test(origin + path) ? ['-g'] : []),
    ...(signedIn ? [`-H "Authorization: Bearer $${tokenVariable(actor)}"`] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", '--data-raw', word(body)]),
    word(origin + path),
  ].join(' ')
  return command.length > MAX_COMMAND ? undefined : command
}

/** Returns the body as it was sent; undefined if only a part of it is known. */
function bodyOf({ requestBody, requestBodyForm }: TimelineEntry): string | undefined {
  if (requestBodyForm === 'cut' || requestBody === undefined) return undefined
  // The arguments of a program cannot contain NUL.
  if (requestBodyForm === 'text') return String(requestBody).includes('\0') ? undefined : String(requestBody)
  // In JSON, an escaped character means the same, and is safe to print.
  return jsonText(requestBody).replace(/[^\n]/gu, (character) => {
    return visible(character) === character ? character : jsonEscape(character)
  })
}

function jsonEscape(character: string): string {
  return [...Array(character.length).keys()]
    .map((place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, '0')}`)
    .join('')
}

/** Returns the name of a shell variable, with only letters, digits and underscores: `ALICE_TOKEN`. */
function tokenVariable(actor: string): string {
  const name = actor.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
  return `${/^[A-Z]/.test(name) ? '' : 'USER_'}${name}_TOKEN`
}

/** Quotes a word for a shell: not at all, in single quotes, or with escapes for unprintable characters. */
function word(text: string): string {
  if (/^[\w@%+:,./-]+$/.test(text)) return text
  if (visible(text) === text) return `'${text.replaceAll("'", "'\\''")}'`
  return `$'${[...text].map(ansiEscape).join('')}'`
}

/** Escapes a character in `$'…'`, which bash, zsh and ksh support. Bytes are octal, which has a fixed length. */
function ansiEscape(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`
  if (visible(character) === character) return character
  const bytes = new TextEncoder().encode(character)
  return [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
