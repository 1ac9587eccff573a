import { join } from 'node:path'
import t from 'tap'
import { parseConfig } from '../../../cli/options/config-file.ts'
import { UsageError } from '../../../common/usage-error.ts'

/** Returns the sentence that a configuration is refused with. */
function refusal(text: string): string {
  try {
    parseConfig(text, 'plexor.yaml')
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'accepted'
}

t.test('every option that has a key can be set', (t) => {
  const text = `
target: https://hs.example
spec-version: v1.19
only: [pushers/*, "*/sample"]
skip: rules/open
requirement: pushers.*
jobs: 4
level: should
timeout: 2.5
report:
  - pretty
  - json=out=1.json
baseline: known.yaml
repeat: 5
verbose: true
registration-token-file: token.txt
shared-secret-file: secret.txt
gateway-listen: 0.0.0.0:8470
gateway-url: http://10.0.0.1:8470
gateway-scheme: http
`
  t.same(parseConfig(text, 'plexor.yaml'), {
    target: 'https://hs.example',
    specVersion: 'v1.19',
    only: ['pushers/*', '*/sample'],
    skip: ['rules/open'],
    requirement: ['pushers.*'],
    jobs: 4,
    level: 'should',
    timeout: 2.5,
    report: [{ format: 'pretty' }, { format: 'json', file: 'out=1.json' }],
    baseline: 'known.yaml',
    repeat: 5,
    verbose: true,
    registrationTokenFile: 'token.txt',
    sharedSecretFile: 'secret.txt',
    gatewayListen: { host: '0.0.0.0', port: 8470 },
    gatewayUrl: 'http://10.0.0.1:8470',
    gatewayScheme: 'http',
  })
  t.end()
})

t.test('profile is an alias of spec-version, and auto a value of it', (t) => {
  t.same(parseConfig('profile: v1.7', 'plexor.yaml'), { specVersion: 'v1.7' })
  t.same(parseConfig('spec-version: auto', 'plexor.yaml'), { specVersion: 'auto' })
  t.end()
})

t.test('paths are relative to the file, except those of reports', (t) => {
  const text = 'baseline: known.yaml\ndevice: [a.json, /b.json]\ngateway-tls: tls\nreport: json=out.json\n'
  t.same(parseConfig(text, 'below/plexor.yaml'), {
    baseline: join('below', 'known.yaml'),
    device: [join('below', 'a.json'), '/b.json'],
    gatewayTls: join('below', 'tls'),
    report: [{ format: 'json', file: 'out.json' }],
  })
  t.end()
})

t.test('an empty file, or one of comments, sets nothing', (t) => {
  for (const text of ['', '\n\n', '# nothing yet\n', '---\n']) t.same(parseConfig(text, 'plexor.yaml'), {})
  t.end()
})

t.test('a gateway address is a port, with or without a host', (t) => {
  for (const [address, host, port] of [
    ['0', '127.0.0.1', 0],
    ['8470', '127.0.0.1', 8470],
    ['localhost:0', 'localhost', 0],
    ['127.0.0.1:65535', '127.0.0.1', 65_535],
    ['[::1]:8470', '::1', 8470],
  ] as const) {
    t.same(parseConfig(`gateway-listen: "${address}"`, 'plexor.yaml').gatewayListen, { host, port })
  }
  t.end()
})

const MISTAKES: [what: string, text: string, place: string, says: string[]][] = [
  ['an unknown key', 'jobs: 1\njbos: 4', '2:1', ['found "jbos"', 'did you mean "jobs"?']],
  ['a key of every object', 'toString: 1', '1:1', ['found "toString"', '"target"']],
  ['a key that is not text', '1: 2', '1:1', ['found the number 1', '"target"']],
  ['a merge key', '<<: {jobs: 4}', '1:1', ['found "<<"']],
  ['a key and its alias', 'spec-version: v1.7\nprofile: v1.7', '2:10', ['"spec-version" or "profile"', 'found both']],
  ['the same key twice', 'jobs: 4\njobs: 5', '2:1', ['"jobs" a second time', 'remove one']],
  ['a key without a value', 'jobs:', '1:6', ['found nothing', 'whole number from 1 to 256']],
  ['a list for the file', '- jobs', '1:1', ['found a list', 'a map']],
  ['a text for the file', 'jobs', '1:1', ['found "jobs"', 'a map']],
  ['an unknown spec version', 'spec-version: V1.7', '1:15', ['found "V1.7"', 'did you mean "v1.7"?']],
  [
    'a spec version without its letter',
    'spec-version: 1.19',
    '1:15',
    ['found the number 1.19', 'did you mean "v1.19"?'],
  ],
  ['jobs in words', 'jobs: fast', '1:7', ['found "fast"', 'whole number']],
  ['no jobs', 'jobs: 0', '1:7', ['found the number 0', 'from 1 to 256']],
  ['half a job', 'jobs: 1.5', '1:7', ['found the number 1.5', 'whole number']],
  ['a quoted number', 'jobs: "4"', '1:7', ['found "4"', 'whole number']],
  ['an endless timeout', 'timeout: .inf', '1:10', ['found the number Infinity', '3600']],
  ['a timeout that is not a number', 'timeout: .nan', '1:10', ['found the number NaN']],
  ['no repetition', 'repeat: 0', '1:9', ['found the number 0', 'from 1 to 1000']],
  ['a switch in words', 'verbose: sometimes', '1:10', ['found "sometimes"', 'true or false']],
  ['a shard, which is of one machine alone', 'shard: 1/3', '1:1', ['found "shard"']],
  ['a file to write, which is of one run alone', 'write-baseline: x', '1:1', ['found "write-baseline"']],
  ['a level that cannot be judged', 'level: may', '1:8', ['found "may"', 'one of must, stated, schema, should']],
  ['a number as a pattern', 'only: [a/*, 3]', '1:13', ['found the number 3', 'put it in quotes']],
  ['a map of patterns', 'skip: {a: b}', '1:7', ['found a map', 'a pattern']],
  ['a pattern that YAML takes for an alias', 'only: */open', '1:7', ['found an alias', 'in quotes']],
  ['a nested alias', 'only: &a [x]\nskip: [*a]', '2:8', ['found an alias']],
  ['an unknown report format', 'report: [xml=out.xml]', '1:10', ['found "xml=out.xml"', 'junit']],
  ['a report without its file', 'report: json=', '1:9', ['found "json="', 'FORMAT=FILE']],
  ['a target that is a list', 'target: [a]', '1:9', ['found a list', 'a URL']],
  ['a value with a tag', 'target: !!binary aGk=', '1:18', ['found a value of another type']],
  ['a boolean', 'baseline: true', '1:11', ['found true', 'put it in quotes']],
  ['a port out of range', 'gateway-listen: "0.0.0.0:65536"', '1:17', ['found "0.0.0.0:65536"', 'HOST:PORT']],
  ['a gateway that is not a web address', 'gateway-url: ftp://gw', '1:14', ['found "ftp://gw"', 'http or https']],
  ['an unknown scheme', 'gateway-scheme: htps', '1:17', ['did you mean "https"?']],
  ['a second colon', 'target: a: b', '1:9', ['second colon', 'quotes']],
  ['an open quote', 'target: "abc', '1:13', ['a missing quote']],
  ['an open bracket', 'only: [a,\njobs: 2', '2:1', ['bracket']],
  ['a tab as indentation', 'only:\n\t- a', '2:1', ['a tab']],
  ['a second document', 'jobs: 1\n---\njobs: 2', '2:1', ['second document']],
  ['binary data', 'target: a\nbaseline: \u0000b', '2:11', ['binary data', 'UTF-8']],
  ['what was no UTF-8', '\ufffd\ufffd', '1:1', ['binary data', 'UTF-8']],
  ['endless nesting', '['.repeat(100_000), '', ['nested too deeply']],
  ['a file of 10 MB', 'only: x\n'.repeat(1_300_000), '', ['10,400,000 characters', 'at most']],
]

for (const [what, text, place, says] of MISTAKES) {
  t.test(`${what} is refused in one sentence`, (t) => {
    const message = refusal(text)
    t.match(message, `Cannot use the configuration plexor.yaml:${place}`)
    for (const part of says) t.match(message, part)
    t.notMatch(message, /\p{Cc}|[.]$/u)
    t.end()
  })
}

for (const key of ['registration-token', 'shared-secret', 'password']) {
  t.test(`a ${key} in the file is refused, with advice and without repeating it`, (t) => {
    const message = refusal(`jobs: 2\n${key}: hunter2\n`)
    t.match(message, `plexor.yaml:2:1: expected no secrets in this file, found "${key}"`)
    t.match(message, /-file".*environment variable/)
    t.notMatch(message, 'hunter2')
    t.end()
  })
}

t.test('credentials in the target are refused without repeating them', (t) => {
  for (const target of ['https://alice:hunter2@hs.example', 'https://hunter2@hs.example']) {
    const message = refusal(`target: ${target}`)
    t.match(message, 'found credentials in the target')
    t.notMatch(message, 'hunter2')
  }
  t.end()
})

t.test('a message about a malformed line does not quote it', (t) => {
  t.notMatch(refusal('shared-secret: "hunter2'), 'hunter2')
  t.notMatch(refusal('password: hunter2: x'), 'hunter2')
  t.end()
})

t.test('an alias bomb is refused at its first alias', (t) => {
  const bomb = ['a: &a [x, x]', ...[...'bcdefghij'].map((name) => `${name}: &${name} [*a, *a]`)].join('\n')
  t.match(refusal(`only: &a [x]\nskip: [*a, *a]\n`), 'found an alias')
  t.match(refusal(bomb), 'plexor.yaml:1:1')
  t.end()
})

t.test('a mistake of the user ends in exit code 2', (t) => {
  t.equal(new UsageError('Cannot').exitCode, 2)
  t.end()
})
