import { requirement, type SpecVersion, topicOf } from '../../spec/index.ts'
import type { Inbox } from '../../suites/harness/push-receiver/inbox.ts'
import type { User } from '../../suites/harness/users/user.ts'
import { COMPARISONS, type Comparison } from '../disagreement.ts'
import { FENCE_RULE } from '../model/concrete-rules.ts'
import { fenceRule } from '../model/outcomes.ts'
import { claimLines, INDENT, type Lines } from './case-claims.ts'
import { callOf, literal, type Names } from './code.ts'
import type { RecordedFinding } from './recorded-finding.ts'
import type { RecordedCall, Recording } from './recorder.ts'

/** Finding to make a case of. */
export interface CaseFinding {
  comparison: Comparison
  /** Id of the requirement that the target violates */
  requirement: string
  /** The sentence `Expected X, found Y` */
  message: string
  recorded: RecordedFinding
}

/** File of cases, or what could not be made a case, one sentence each. */
export interface WrittenCases {
  text: string
  /** Ids of the cases in it */
  ids: string[]
  problems: string[]
}

/** Options for {@link writeCases}. */
export interface WriteCasesOptions {
  specVersion: SpecVersion
  /** Path of `suites/harness/`, relative to the file: `../harness` */
  harness: string
  /** Fault of the reference that the cases show, if it was explored; undefined for other targets */
  fault?: string | undefined
}

/** Returns a file with a case for each finding that can be expressed as one. */
export function writeCases(findings: readonly CaseFinding[], options: WriteCasesOptions): WrittenCases {
  const cases: string[] = []
  const ids: string[] = []
  const problems: string[] = []
  for (const finding of findings) {
    const id = caseIdOf(finding)
    const lines = bodyOf(finding)
    if ('obstacle' in lines)
      problems.push(`Cannot write a case of ${finding.comparison}.${finding.requirement}: ${lines.obstacle}`)
    else {
      ids.push(id)
      cases.push(definition(finding, id, lines, options))
    }
  }
  const body = cases.join('\n\n')
  const { conditions, actions } = fenceRule()
  const text = `${importsOf(body, options.harness)}
/** Rule for messages that are always pushed, and show that what was before has had its effect. */
const FENCE = '${FENCE_RULE}'
const FENCE_RULE = ${literal({ conditions, actions }, { symbolic: (same) => same }, '', 'const FENCE_RULE = '.length)}

/** Stories that \`plexor explore\` found. */
export const explored = [
${body}
]
`
  return { text, ids, problems }
}

function caseIdOf({ comparison, requirement: id }: CaseFinding): string {
  return `${topicOf(id) ?? 'explore'}/explored-${comparison}-${id.split('.').slice(1).join('-')}`
}

function importsOf(body: string, harness: string): string {
  const used = ['expect', 'expectEqual'].filter((name) => new RegExp(`\\b${name}\\(`).test(body))
  return [
    `import { defineCase } from '${harness}/case/case.ts'\n`,
    ...(used.length === 0 ? [] : [`import { ${used.join(', ')} } from '${harness}/case/expect.ts'\n`]),
    ...(body.includes('eventually(') ? [`import { eventually } from '${harness}/target/deadline.ts'\n`] : []),
  ].join('')
}

function definition(
  { comparison, requirement: violated }: CaseFinding,
  id: string,
  lines: readonly string[],
  { specVersion, fault }: WriteCasesOptions,
): string {
  const fairness = 'TODO: say why a conforming server that works differently from the reference passes.'
  const { since } = requirement(violated)
  return [
    '  defineCase({',
    `    id: '${id}',`,
    `    title: ${literal(COMPARISONS[comparison], { symbolic: (same) => same })},`,
    `    verifies: ['${violated}'],`,
    // The steps may need what earlier versions do not have
    ...(since === specVersion ? [] : [`    since: '${specVersion}',`]),
    ...(fault === undefined ? [] : [`    caughtBy: ['${fault}'],`]),
    `    fairness: '${fairness}',`,
    '    async run({ user }) {',
    ...lines.map((line) => `      ${line}`),
    '    },',
    '  }),',
  ].join('\n')
}

/** Returns the lines of a case, each at the same depth. */
function bodyOf({ recorded: { recording, claim, isResponse }, message }: CaseFinding): Lines {
  if (recording.obstacle !== undefined) return { obstacle: recording.obstacle }
  if (claim === undefined && !isResponse) return { obstacle: 'what was expected has no form for cases yet' }
  const names = new Variables(recording)
  const users = recording.users.map(({ name }) => `const ${name} = await user('${name}')`)
  const fences = `for (const one of [${recording.users.map(({ name }) => name).join(', ')}]) await one.putRule('override', FENCE, FENCE_RULE)`
  const steps = recording.entries.flatMap((entry) => {
    if (entry.kind === 'call') return isSetup(entry) ? [] : [names.statement(entry)]
    const event = literal(entry.eventId, names)
    return entry.inboxes.map((inbox) => `await ${names.variable(inbox.pushkey)}.expectPush(${event})`)
  })
  const claimed = claim === undefined ? [] : claimLines(claim, { recording, names, message })
  if ('obstacle' in claimed) return claimed
  return [...withoutUnused([...users, fences, ...steps], claimed), ...claimed]
}

/** Reports whether a call is one that the beginning of each case makes for all users. */
function isSetup({ method, args }: RecordedCall): boolean {
  return (method === 'putRule' && args[1] === FENCE_RULE) || (method === 'client.call' && args[0] === 'setDisplayName')
}

/** Returns lines without the names of what neither they nor others use. */
function withoutUnused(lines: readonly string[], others: readonly string[]): string[] {
  const text = [...lines, ...others].join('\n')
  return lines.map((line) => {
    const [declaration, name] = /^const (\w+) = (?=await )/.exec(line) ?? []
    if (declaration === undefined || name === undefined) return line
    const uses = text.match(new RegExp(`(?<![\\w.'])${name}(?!\\w)`, 'g'))?.length ?? 0
    return uses > 1 ? line : line.slice(declaration.length)
  })
}

/** Variables of a case, for what only its run knows. */
class Variables implements Names {
  /** Expressions by what they stand for */
  readonly #expressions = new Map<string, string>()
  readonly #declared = new Map<RecordedCall, string>()
  readonly #users: readonly User[]

  constructor({ users, entries }: Recording) {
    this.#users = users
    for (const user of users) {
      this.#expressions.set(user.userId, `${user.name}.userId`)
      this.#expressions.set(user.localpart, `${user.name}.localpart`)
      this.#expressions.set(user.pusherRequest().data.url ?? '', `${user.name}.pusherRequest().data.url`)
    }
    const fences = new Set(entries.flatMap((entry) => (entry.kind === 'wait' ? [entry.eventId] : [])))
    const counts = new Map<string, number>()
    for (const entry of entries) {
      if (entry.kind !== 'call' || entry.result === undefined) continue
      const prefix = prefixOf(entry, fences)
      if (prefix === undefined) continue
      const number = (counts.get(prefix) ?? 0) + 1
      counts.set(prefix, number)
      const name = prefix.endsWith('Pusher') && number === 1 ? prefix : `${prefix}${number}`
      this.#declared.set(entry, name)
      const { result } = entry
      if (typeof result === 'string') this.#expressions.set(result, name)
      else this.#expressions.set((result as Inbox).pushkey, `${name}.pushkey`)
    }
  }

  symbolic(text: string): string {
    const found = [...this.#expressions.keys()].filter((real) => real !== '' && text.includes(real))
    const longest = found.toSorted((one, other) => other.length - one.length)
    return longest.reduce((changed, real) => {
      // What is replaced already has an expression, which contains nothing real
      return changed.replaceAll(real, `⟦${this.#expressions.get(real)}⟧`)
    }, text)
  }

  /** Returns the variable of an inbox. */
  variable(pushkey: string): string {
    return (this.#expressions.get(pushkey) ?? '').replace(/\.pushkey$/, '')
  }

  /** Returns a call as a statement. */
  statement(call: RecordedCall): string {
    const name = this.#declared.get(call)
    const declaration = name === undefined ? '' : `const ${name} = `
    const given = call.args.filter((arg) => arg !== undefined).map((arg) => this.#argument(arg))
    const last = given.at(-1)
    if (typeof last === 'object' && last !== null && Object.keys(last).length === 0) given.pop()
    const { method, args } = withTextAlone(call.method, given)
    return callOf(`${declaration}await ${call.user.name}.${method}`, args, this, INDENT)
  }

  /** Replaces users and inboxes by their variables. */
  #argument(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const user = this.#users.find((one) => one === value)
    if (user !== undefined) return `⟦${user.name}⟧`
    const { pushkey, appId } = value as Partial<Inbox>
    if (typeof pushkey === 'string' && typeof appId === 'string') return `⟦${this.variable(pushkey)}⟧`
    if (Array.isArray(value)) return value.map((item) => this.#argument(item))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => [key, this.#argument(one)]),
    )
  }
}

/** Returns a call that sends a message with only the text of one that has nothing else. */
function withTextAlone(method: string, args: unknown[]): { method: string; args: unknown[] } {
  const [room, second, third] = args
  if (method === 'sendEvent' && second === 'm.room.message') return withTextAlone('send', [room, third])
  const { msgtype, body, ...others } = (typeof second === 'object' ? second : {}) as Record<string, unknown>
  const isText = method === 'send' && msgtype === 'm.text' && typeof body === 'string'
  return isText && Object.keys(others).length === 0 ? { method, args: [room, body] } : { method, args }
}

function prefixOf({ method, user, result }: RecordedCall, fences: ReadonlySet<string>): string | undefined {
  switch (method) {
    case 'createRoom':
      return 'room'
    case 'setPusher':
      return `${user.name}Pusher`
    case 'send':
    case 'sendEvent':
      return fences.has(String(result)) ? 'fence' : 'm'
    case 'setState':
    case 'setNameIn':
      return 'change'
    default:
      return undefined
  }
}
