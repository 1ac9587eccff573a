import type { Word } from './word.ts'

/** Option of a curl command with its value, or a positional argument. */
export interface CurlArgument {
  /** Long name if the option has a meaning here, such as `--request`; absent for a positional argument */
  option?: string
  value?: Word
}

/** Short options with a value. */
const SHORT_WITH_VALUE = 'AbcCdDeEFHKmoPQrtTuUwxXyYz'

/** Long names of the short options that have a meaning here. */
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

/** Long options with a value that are common in examples. */
const LONG_WITH_VALUE = new Set(
  ['request', 'header', 'url', 'data', 'data-raw', 'data-binary', 'data-ascii', 'data-urlencode', 'json', 'form']
    .concat(['upload-file', 'config', 'user-agent', 'cookie', 'cookie-jar', 'referer', 'max-time', 'output', 'user'])
    .concat(['write-out', 'proxy', 'cacert', 'capath', 'cert', 'key', 'connect-timeout', 'retry', 'retry-delay'])
    .concat(['resolve', 'connect-to', 'oauth2-bearer', 'form-string', 'url-query', 'max-redirs', 'limit-rate'])
    .concat(['interface', 'range', 'dump-header', 'unix-socket', 'output-dir', 'variable', 'trace', 'trace-ascii'])
    .concat(['pass', 'stderr', 'time-cond', 'aws-sigv4', 'dns-servers', 'proto', 'ciphers', 'rate'])
    .map((name) => `--${name}`),
)

/** Parses the arguments of a curl command. Short options can be combined, and a value can follow its letter directly. */
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

/** Parses one word; its last option may take the next word as its value. */
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

/** Returns the rest of a word from an offset. */
function restOf(word: Word, from: number): Word {
  const variables = word.variables
    .filter(({ start }) => start >= from)
    .map(({ start, end }) => ({ start: start - from, end: end - from }))
  return { ...word, fragment: word.fragment.slice(from), variables, raw: word.raw.slice(from) }
}
