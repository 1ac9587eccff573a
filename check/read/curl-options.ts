import type { Word } from './shell-word.ts'

/** An option of a curl command with its value, or an argument that belongs to none. */
export interface CurlArgument {
  /** By its long name where it is one of those that count here, as in `--request`; absent for an argument by itself */
  option?: string
  value?: Word
}

/** The short options that a value follows. */
const SHORT_WITH_VALUE = 'AbcCdDeEFHKmoPQrtTuUwxXyYz'

/** The long names of the short options that count here. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  X: '--request',
  H: '--header',
  d: '--data',
  F: '--form',
  T: '--upload-file',
  G: '--get',
  K: '--config',
  I: '--head',
}

/** The long options that a value follows, as far as people use them in examples. */
const LONG_WITH_VALUE = new Set(
  ['request', 'header', 'url', 'data', 'data-raw', 'data-binary', 'data-ascii', 'data-urlencode', 'json', 'form']
    .concat(['upload-file', 'config', 'user-agent', 'cookie', 'cookie-jar', 'referer', 'max-time', 'output', 'user'])
    .concat(['write-out', 'proxy', 'cacert', 'capath', 'cert', 'key', 'connect-timeout', 'retry', 'retry-delay'])
    .concat(['resolve', 'connect-to', 'oauth2-bearer', 'form-string', 'url-query', 'max-redirs', 'limit-rate'])
    .concat(['interface', 'range', 'dump-header', 'unix-socket', 'output-dir', 'variable', 'trace', 'trace-ascii'])
    .concat(['pass', 'stderr', 'time-cond', 'aws-sigv4', 'dns-servers', 'proto', 'ciphers', 'rate'])
    .map((name) => `--${name}`),
)

/** The options and arguments of a curl command; single letters can be written in one, and so can a letter and its value. */
export function* curlArguments(words: readonly Word[]): Generator<CurlArgument> {
  let isValue = false
  for (const [index, word] of words.entries()) {
    if (isValue) {
      isValue = false
      continue
    }
    for (const { takesNext, ...one } of argumentsIn(word)) {
      const next = takesNext ? words[index + 1] : undefined
      isValue = next !== undefined
      yield next === undefined ? one : { ...one, value: next }
    }
  }
}

/** What one word says; the last of it may take the next word for its value. */
function argumentsIn(word: Word): (CurlArgument & { takesNext?: boolean })[] {
  const { text } = word.fragment
  if (!/^-./.test(text)) return [{ value: word }]
  if (text.startsWith('--')) {
    const equals = text.indexOf('=')
    const option = equals === -1 ? text : text.slice(0, equals)
    if (!LONG_WITH_VALUE.has(option)) return [{ option }]
    return equals === -1 ? [{ option, takesNext: true }] : [{ option, value: restOf(word, equals + 1) }]
  }
  const found: (CurlArgument & { takesNext?: boolean })[] = []
  for (let at = 1; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const option = LONG_NAMES[letter] ?? `-${letter}`
    if (!SHORT_WITH_VALUE.includes(letter)) found.push({ option })
    else {
      const isLast = at + 1 === text.length
      found.push(isLast ? { option, takesNext: true } : { option, value: restOf(word, at + 1) })
      break
    }
  }
  return found
}

/** A word from an offset on. */
function restOf(word: Word, from: number): Word {
  const variables = word.variables
    .filter(({ start }) => start >= from)
    .map(({ start, end }) => ({ start: start - from, end: end - from }))
  return { ...word, fragment: word.fragment.slice(from), variables, raw: word.raw.slice(from) }
}
