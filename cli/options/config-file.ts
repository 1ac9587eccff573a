import { anyOf, parseYaml, type YamlValue } from '../../common/yaml-source.ts'
import { FORMATS } from '../../reports/writer.ts'
import type { Level } from '../../run/events.ts'
import { SPEC_VERSIONS, type SpecVersion } from '../../spec/versions.ts'

/** The levels that a run can be asked to judge down to, strictest first. */
export const JUDGED_LEVELS = ['must', 'stated', 'schema', 'should'] as const satisfies Level[]

/** How the target reaches Plexor's gateway. */
export const GATEWAY_SCHEMES = ['http', 'https'] as const

/** The settings of a configuration file. Each means what the option of `plexor test` with its name means. */
export interface Config {
  target?: string
  specVersion?: SpecVersion
  only?: string[]
  skip?: string[]
  /** Cases at a time, 1 to 256 */
  jobs?: number
  level?: (typeof JUDGED_LEVELS)[number]
  /** Seconds to wait for what must happen, up to an hour */
  timeout?: number
  /** `FORMAT` or `FORMAT=FILE` each */
  report?: string[]
  baseline?: string
  /** How often each case runs, 1 to 1000 */
  repeat?: number
  verbose?: boolean
  registrationTokenFile?: string
  sharedSecretFile?: string
  /** File with the authority of the target's certificate */
  targetCa?: string
  /** Files with devices of a push gateway that is tested */
  device?: string[]
  /** `HOST:PORT`, `HOST` or `PORT` */
  gatewayListen?: string
  gatewayUrl?: string
  /** Folder that keeps the gateway's certificate */
  gatewayTls?: string
  gatewayScheme?: (typeof GATEWAY_SCHEMES)[number]
}

/** One reader per key: the only place that says what a key may hold. */
const READERS: Record<string, (config: Config, value: YamlValue) => void> = {
  target: (config, value) => {
    config.target = targetOf(value)
  },
  'spec-version': (config, value) => {
    config.specVersion = value.oneOf(SPEC_VERSIONS)
  },
  only: (config, value) => {
    config.only = value.texts('patterns of case ids, as in "pushers/*"')
  },
  skip: (config, value) => {
    config.skip = value.texts('patterns of case ids, as in "pushers/*"')
  },
  jobs: (config, value) => {
    config.jobs = value.number('a whole number from 1 to 256', { min: 1, max: 256, whole: true })
  },
  level: (config, value) => {
    config.level = value.oneOf(JUDGED_LEVELS)
  },
  timeout: (config, value) => {
    config.timeout = value.number('seconds from 0.1 to 3600', { min: 0.1, max: 3600 })
  },
  report: (config, value) => {
    config.report = reportsOf(value)
  },
  baseline: (config, value) => {
    config.baseline = value.text('the name of a baseline file')
  },
  repeat: (config, value) => {
    config.repeat = value.number('a whole number from 1 to 1000', { min: 1, max: 1000, whole: true })
  },
  verbose: (config, value) => {
    config.verbose = value.flag('true or false')
  },
  'registration-token-file': (config, value) => {
    config.registrationTokenFile = value.text('the name of a file that holds the token')
  },
  'shared-secret-file': (config, value) => {
    config.sharedSecretFile = value.text('the name of a file that holds the secret')
  },
  'target-ca': (config, value) => {
    config.targetCa = value.text('the name of a file that holds a certificate authority')
  },
  device: (config, value) => {
    config.device = value.texts('the name of a file with a device, or a list of such names')
  },
  'gateway-listen': (config, value) => {
    config.gatewayListen = addressOf(value)
  },
  'gateway-url': (config, value) => {
    config.gatewayUrl = httpUrlOf(value)
  },
  'gateway-tls': (config, value) => {
    config.gatewayTls = value.text("the name of a folder for the gateway's certificate")
  },
  'gateway-scheme': (config, value) => {
    config.gatewayScheme = value.oneOf(GATEWAY_SCHEMES)
  },
}

const KEYS = Object.keys(READERS)

/** Keys that would put a secret into a file that people commit. */
const REFUSED = {
  keys: ['registration-token', 'shared-secret', 'password', 'access-token', 'token', 'secret'],
  expected:
    'wanted no secrets in this file; keep it in a file of its own that "registration-token-file" or ' +
    '"shared-secret-file" names, or in an environment variable',
}

/**
 * Reads a configuration file: the long options of `plexor test` as keys. Names of files stay as they are written.
 *
 * @throws {UsageError} one sentence with file, line and column for the first mistake; it never quotes a secret
 */
export function loadConfig(text: string, fileName: string): Config {
  const config: Config = {}
  const root = parseYaml({ what: 'configuration', fileName, text })
  if (root.isEmpty) return config
  for (const [key, value] of root.entries(KEYS, 'a map from options of "plexor test" to their values', REFUSED)) {
    READERS[key]?.(config, value)
  }
  return config
}

function targetOf(value: YamlValue): string {
  const target = value.text('a target: a URL, or "ref:"')
  const url = URL.parse(target.replace(/^gateway:/, ''))
  if (url?.username || url?.password) throw value.error('wanted it without; remove them', 'credentials in the target')
  return target
}

function reportsOf(value: YamlValue): string[] {
  const expected = `reports as FORMAT=FILE, with the format ${anyOf(FORMATS)}`
  for (const item of value.itemsOrOne(expected)) {
    const report = item.text(expected)
    const format = FORMATS.find((name) => report === name || report.startsWith(`${name}=`))
    if (format === undefined || report === `${format}=`) throw item.error(`wanted ${expected}`)
  }
  return value.texts(expected)
}

function addressOf(value: YamlValue): string {
  const expected = 'HOST:PORT, HOST or PORT to listen on, as in "127.0.0.1:8470"'
  const address = value.text(expected)
  const match = /^\d{1,5}$/.exec(address) ?? /^(?:\[[^\]\s]+\]|[^:\s]+)(?::(\d{1,5}))?$/.exec(address)
  if (match === null || Number(match[1] ?? 0) > 65_535) throw value.error(`wanted ${expected}`)
  return address
}

function httpUrlOf(value: YamlValue): string {
  const expected = 'the http or https URL by which the target reaches the gateway'
  const url = value.text(expected)
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw value.error(`wanted ${expected}`)
  return url
}
