import { checkRequestBody, RULE_KINDS } from '../../../spec/index.ts'
import type { DocumentContext, FixWriter, RuleExample } from '../../document-context.ts'
import { readJson } from '../../read/json/read-json.ts'
import type { ExampleRequest, RequestBody } from '../../read/request.ts'
import { fixInShell, type Quoting } from '../../read/shell/quoting.ts'
import { get, isObjectTree, type Tree, toValue } from '../../read/tree.ts'
import { type ExampleUrl, readUrl, type UrlPart } from '../../read/url.ts'
import { encloses } from '../../source/range.ts'
import { describesThePast } from '../prose/past.ts'
import { checkActions } from '../push-rules/actions.ts'
import { defaultRuleOf, versionsWithRule } from '../push-rules/default-rules-by-version.ts'
import { checkIdOfKind, checkRule } from '../push-rules/rule.ts'
import { checkNotification } from '../schemas/notifications-and-events.ts'
import { checkPusherFields } from '../schemas/pusher.ts'
import { reportViolations } from '../schemas/violations.ts'
import { reportJsonProblems } from '../syntax.ts'
import { checkKindInPath, type Endpoint, endpointOf } from './endpoint.ts'
import { checkPlaceholders } from './placeholders.ts'
import { checkUrl } from './url.ts'

/** Checks a request with its URL and body; reports whether its endpoint is known. */
export function checkRequest(request: ExampleRequest, document: DocumentContext): boolean {
  for (const { range, message, ...more } of request.problems) document.report('shell-syntax', range, message, more)
  const url = readUrl(request.url, request.urlVariables)
  if (IS_OURS.test(request.url.text))
    document.quoted(inShell(request.urlQuotings), () => checkUrl(request, url, document))
  const endpoint = endpointOf(request, url, document)
  document.quoted(inShell(request.body?.quotings), () => checkSent(request, url, endpoint, document))
  if (url.segments.some(({ written }) => written === '_matrix'))
    document.requests.push({ ...request, isExpectedToFail: request.isRefused || isExpectedToFail(document) })
  return endpoint !== undefined
}

/** Matches the URLs of Matrix, of the APIs of its servers for administrators, and those of which only the path is known. */
const IS_OURS = /(?:^|\/)(?:_[a-z]+|\.well-known\/matrix)(?:\/|$)/

/** Escapes fixes for the quotes of a command. Outside of commands they stay unchanged. */
function inShell(quotings: readonly Quoting[] | undefined): FixWriter {
  return (fix) => (quotings === undefined ? fix : fixInShell(fix, quotings))
}

/** Checks the body of a request, and its effects. */
function checkSent(
  request: ExampleRequest,
  url: ExampleUrl,
  endpoint: Endpoint | undefined,
  document: DocumentContext,
): void {
  const body = bodyOf(request, endpoint, document)
  checkPlaceholders(request, request.body?.quotings === undefined ? undefined : body, document)
  if (endpoint?.api === 'gateway' && body !== undefined) checkNotification(body, document)
  if (endpoint?.api === 'client') checkCall(endpoint.operation.operationId, url, body, request, document)
}

function bodyOf(
  { body, hasOtherBody, method, methodRange }: ExampleRequest,
  endpoint: Endpoint | undefined,
  document: DocumentContext,
): Tree | undefined {
  if (endpoint === undefined && (body === undefined || !/^\s*[[{]/.test(body.fragment.text))) return undefined
  if (body === undefined || body.fragment.text.trim() === '') {
    if (!hasOtherBody && needsBody(endpoint)) {
      document.report('request-body', methodRange, `Expected a body in the ${method} request`)
    }
    return undefined
  }
  if (method === 'GET') {
    document.report('request-body', methodRange, 'Expected no body in the GET request', {
      hint: 'Remove the body, or use another method',
    })
  }
  return treeOf(body, document)
}

function treeOf({ fragment, variables, quotings }: RequestBody, document: DocumentContext): Tree | undefined {
  const { trees, problems, isFragment } = readJson(fragment)
  // Values that the shell expands are not checked
  const own = problems.filter(
    ({ kind, range }) => kind !== 'placeholder' || !variables.some((variable) => encloses(variable, range)),
  )
  // HTTP messages are only shown; commands are run
  const isCommand = quotings !== undefined
  reportJsonProblems(own, isCommand ? 'sent' : 'shown', document)
  if (isFragment) {
    const at = { start: fragment.toSource(0), end: fragment.toSource(0) }
    document.report('json-syntax', at, 'Expected an object in braces as the body, found members without braces')
  }
  const [tree, second] = trees
  if (second !== undefined)
    document.report('json-syntax', second.range, 'Expected one JSON value as the body, found a second one after it')
  return isFragment ? undefined : tree
}

function needsBody(endpoint: Endpoint | undefined): boolean {
  if (endpoint === undefined) return false
  return endpoint.api === 'gateway' || checkRequestBody(endpoint.operation.operationId, undefined).length > 0
}

function checkCall(
  operationId: string,
  url: ExampleUrl,
  body: Tree | undefined,
  request: ExampleRequest,
  document: DocumentContext,
): void {
  const place = url.segments.findIndex(({ written }) => written === 'pushrules')
  const kind = place === -1 ? undefined : url.segments[place + 2]
  const ruleId = place === -1 ? undefined : url.segments[place + 3]
  if (kind !== undefined && kind.written !== '') checkKindInPath(kind, document)
  if (body !== undefined) {
    reportViolations('body', body, bodyViolations(operationId, body), document)
    if (operationId === 'putPushRuleActions') checkActions(get(body, 'actions'), document)
    if (operationId === 'setPusher' && isObjectTree(body)) checkPusherFields(body, document)
    if (operationId === 'putPushRule' && isObjectTree(body)) checkRule(ruleOf(body, kind, ruleId), document)
  }
  if (kind !== undefined && ruleId !== undefined && !kind.isUnknown && !ruleId.isUnknown) {
    checkPredecessors(operationId, kind.text, ruleId, url, document)
    if (operationId === 'putPushRule' && !request.hasOtherBody)
      document.made.push({ kind: kind.text, ruleId: ruleId.text })
  }
}

/** Returns schema violations of a body, except those that `checkRule` reports more precisely. */
function bodyViolations(operationId: string, body: Tree): string[] {
  const violations = checkRequestBody(operationId, toValue(body))
  if (!operationId.startsWith('putPushRule')) return violations
  return violations.filter((sentence) => !/^At \/(?:actions|conditions)\/|^At \/pattern:/.test(sentence))
}

function ruleOf(tree: RuleExample['tree'], kindPart: UrlPart | undefined, id: UrlPart | undefined): RuleExample {
  const kind = RULE_KINDS.find((name) => name === kindPart?.text)
  const isKnown = id !== undefined && !id.isUnknown
  return { tree, role: 'request', ...(kind && { kind }), ...(isKnown && { ruleId: id.text, idRange: id.range }) }
}

/** Checks that earlier requests of the document create the rules that a request names. */
function checkPredecessors(
  operationId: string,
  kind: string,
  id: UrlPart,
  { query }: ExampleUrl,
  document: DocumentContext,
): void {
  for (const { name, value } of query) {
    if (operationId !== 'putPushRule' || (name.text !== 'before' && name.text !== 'after') || value.isUnknown) continue
    if (value.text.startsWith('.')) {
      document.report(
        'query-parameter',
        value.range,
        `Expected a user-defined rule in "${name.text}", found the default rule "${value.text}"`,
        {
          severity: 'error',
        },
      )
    } else reportMissing(kind, value, document)
  }
  if (!NEEDS_A_RULE.has(operationId)) return
  if (id.text.startsWith('.')) checkNamedDefault(kind, id, document)
  else {
    checkIdOfKind(
      RULE_KINDS.find((name) => name === kind),
      id.text,
      document,
      id.range,
    )
    // If the document creates no rules at all, its examples are independent
    if (document.made.length > 0) reportMissing(kind, id, document)
  }
}

/** Operations that need an existing rule. */
const NEEDS_A_RULE = new Set([
  ...['getPushRule', 'deletePushRule', 'getPushRuleEnabled', 'putPushRuleEnabled'],
  ...['getPushRuleActions', 'putPushRuleActions'],
])

/** Checks that the version has the default rule in a path, with this kind. */
function checkNamedDefault(kind: string, { text, range }: UrlPart, document: DocumentContext): void {
  if (!text.startsWith('.m.rule.') || describesThePast(document)) return
  const known = defaultRuleOf(text, document.specVersion)
  if (known === undefined) {
    document.report(
      'default-rule-version',
      range,
      `${document.specVersion} has no default rule "${text}"${versionsWithRule(text)}`,
    )
  } else if (known.kind !== kind && RULE_KINDS.some((name) => name === kind)) {
    document.report('rule-id', range, `Expected the kind ${known.kind} for the default rule "${text}", found ${kind}`)
  }
}

function reportMissing(kind: string, { text, range }: UrlPart, { made, report }: DocumentContext): void {
  if (made.some((rule) => rule.kind === kind && rule.ruleId === text)) return
  const other = made.find((rule) => rule.ruleId === text)
  if (other === undefined) {
    report('missing-predecessor', range, `No earlier example creates the ${kind} rule "${text}"`)
  } else {
    report(
      'missing-predecessor',
      range,
      `Expected the kind ${other.kind}, with which an earlier example creates "${text}"; found ${kind}`,
      { severity: 'error' },
    )
  }
}

/** Reports whether the prose before a request says that it fails. */
function isExpectedToFail({ lead }: DocumentContext): boolean {
  const text = lead.findLast(({ isItem }) => !isItem)?.text ?? ''
  return /\b(?:4\d\d|M_[A-Z_]+|fails?|failing|reject(?:s|ed)?|refuse[sd]?|not allowed|invalid|error)\b/.test(text)
}
