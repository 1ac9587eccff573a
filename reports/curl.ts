import { visible } from '../common/text.ts'
import type { RunResult, TimelineEntry } from '../run/index.ts'
import { jsonText } from './json.ts'

/** Longest command that is shown, in characters; a longer one could not be read, nor copied whole. */
const LONGEST_COMMAND = 8_000

/**
 * The curl command that sends the request of an exchange again, on one line that a POSIX shell takes as it stands and
 * that is safe on a terminal. Undefined for what Plexor did not ask the target, and for what is not known whole.
 *
 * The access token is a variable of the shell, named after the user: `$ALICE_TOKEN`.
 *
 * @param target the target of the run
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
    // Brackets and braces in a URL would be taken for patterns
    ...(/[[\]{}]/.test(origin + path) ? ['-g'] : []),
    ...(signedIn ? [`-H "Authorization: Bearer $${tokenVariable(actor)}"`] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", '--data-raw', word(body)]),
    word(origin + path),
  ].join(' ')
  return command.length > LONGEST_COMMAND ? undefined : command
}

/** The body as it was sent; undefined when only a part of it is known. */
function bodyOf({ requestBody, requestBodyForm }: TimelineEntry): string | undefined {
  if (requestBodyForm === 'cut' || requestBody === undefined) return undefined
  // No argument of a program can hold a NUL.
  if (requestBodyForm === 'text') return String(requestBody).includes('\0') ? undefined : String(requestBody)
  // What a terminal cannot show as it is means the same in JSON when it is escaped.
  return jsonText(requestBody).replace(/[^\n]/gu, (character) => {
    return visible(character) === character ? character : jsonEscape(character)
  })
}

function jsonEscape(character: string): string {
  return [...Array(character.length).keys()]
    .map((place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, '0')}`)
    .join('')
}

/** `ALICE_TOKEN`: letters, digits and underscores, whatever the name holds. */
function tokenVariable(actor: string): string {
  const name = actor.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
  return `${/^[A-Z]/.test(name) ? '' : 'USER_'}${name}_TOKEN`
}

/** One word of a shell: plain, in single quotes, or with escapes where it holds what cannot be shown. */
function word(text: string): string {
  if (/^[\w@%+:,./-]+$/.test(text)) return text
  if (visible(text) === text) return `'${text.replaceAll("'", "'\\''")}'`
  return `$'${[...text].map(ansiEscape).join('')}'`
}

/** `$'…'` is understood by bash, zsh and ksh; bytes are written in octal, which is never read too far. */
function ansiEscape(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`
  if (visible(character) === character) return character
  const bytes = new TextEncoder().encode(character)
  return [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
