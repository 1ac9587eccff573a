import { checkRequestBody, RULE_KINDS } from '../../spec/index.ts'
import { readJson } from '../read/json.ts'
import type { ExampleRequest, RequestBody } from '../read/request.ts'
import { fixInShell, type Quoting } from '../read/shell-quoting.ts'
import { get, isObjectTree, type Tree, toValue } from '../read/tree.ts'
import { type ExampleUrl, readUrl, type UrlPart } from '../read/url.ts'
import { encloses } from '../source/range.ts'
import type { DocumentContext, FixWriter, RuleExample } from '../story.ts'
import { checkActions } from './actions.ts'
import { checkKindInPath, type Endpoint, endpointOf } from './endpoint.ts'
import { reportJsonProblems } from './json.ts'
import { checkLeft } from './left-placeholder.ts'
import { speaksOfThePast } from './past.ts'
import { checkPusherFields } from './pusher.ts'
import { elsewhere, registered } from './register.ts'
import { checkIdOfKind, checkRule } from './rule.ts'
import { checkNotification } from './schema.ts'
import { checkUrl } from './url.ts'
import { reportViolations } from './violations.ts'

/** Looks at a request, its URL and its body. */
export function checkRequest(request: ExampleRequest, document: DocumentContext): void {
  for (const { range, message, ...more } of request.problems) document.report('shell-syntax', range, message, more)
  const url = readUrl(request.url, request.urlVariables)
  document.quoted(inShell(request.urlQuotings), () => checkUrl(request, url, document))
  const endpoint = endpointOf(request, url, document)
  document.quoted(inShell(request.body?.quotings), () => checkSent(request, url, endpoint, document))
  if (url.segments.some(({ written }) => written === '_matrix'))
    document.requests.push({ ...request, isToFail: isToFail(document) })
}

/** Writes mends as the quotes of a command ask; as they are, where there is no command. */
function inShell(quotings: readonly Quoting[] | undefined): FixWriter {
  return (fix) => (quotings === undefined ? fix : fixInShell(fix, quotings))
}

/** Looks at the body of a request, and at what it does. */
function checkSent(
  request: ExampleRequest,
  url: ExampleUrl,
  endpoint: Endpoint | undefined,
  document: DocumentContext,
): void {
  const body = bodyOf(request, endpoint, document)
  checkLeft(request, request.body?.quotings === undefined ? undefined : body, document)
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
      document.report('request-body', methodRange, `The ${method} request has no body, and needs one`)
    }
    return undefined
  }
  if (method === 'GET') {
    document.report('request-body', methodRange, 'The GET request has a body, which GET requests do not have', {
      hint: 'Take the body away, or use another method',
    })
  }
  return treeOf(body, document)
}

function treeOf({ fragment, variables, quotings }: RequestBody, document: DocumentContext): Tree | undefined {
  const { trees, problems, isFragment } = readJson(fragment)
  // What the shell puts there is nobody's mistake
  const own = problems.filter(
    ({ kind, range }) => kind !== 'placeholder' || !variables.some((variable) => encloses(variable, range)),
  )
  // A message is shown, and a command is there to be run
  const isCommand = quotings !== undefined
  reportJsonProblems(own, isCommand ? 'sent' : 'shown', document)
  if (isFragment) {
    const at = { start: fragment.toSource(0), end: fragment.toSource(0) }
    document.report('json-syntax', at, 'The body has members of an object without the braces around them')
  }
  const [tree, second] = trees
  if (second !== undefined)
    document.report('json-syntax', second.range, 'The body has a second value after its first one')
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
  if (kind !== undefined && ruleId !== undefined && !kind.isOpen && !ruleId.isOpen) {
    checkPredecessors(operationId, kind.text, ruleId, url, document)
    if (operationId === 'putPushRule' && !request.hasOtherBody)
      document.made.push({ kind: kind.text, ruleId: ruleId.text })
  }
}

/** What a body breaks of its schema; what is told about actions and conditions by name is left out. */
function bodyViolations(operationId: string, body: Tree): string[] {
  const violations = checkRequestBody(operationId, toValue(body))
  if (!operationId.startsWith('putPushRule')) return violations
  return violations.filter((sentence) => !/^At \/(?:actions|conditions)\/|^At \/pattern:/.test(sentence))
}

function ruleOf(tree: RuleExample['tree'], kindPart: UrlPart | undefined, id: UrlPart | undefined): RuleExample {
  const kind = RULE_KINDS.find((name) => name === kindPart?.text)
  const isKnown = id !== undefined && !id.isOpen
  return { tree, role: 'request', ...(kind && { kind }), ...(isKnown && { ruleId: id.text, idRange: id.range }) }
}

/** Looks whether the rules that a request names were made by an earlier one of the document. */
function checkPredecessors(
  operationId: string,
  kind: string,
  id: UrlPart,
  { query }: ExampleUrl,
  document: DocumentContext,
): void {
  for (const { name, value } of query) {
    if (operationId !== 'putPushRule' || (name.text !== 'before' && name.text !== 'after') || value.isOpen) continue
    if (value.text.startsWith('.')) {
      document.report(
        'query-parameter',
        value.range,
        `No rule can be put ${name.text} the default rule "${value.text}"`,
        {
          severity: 'error',
        },
      )
    } else reportMissing(kind, value, document)
  }
  if (!OF_A_RULE.has(operationId)) return
  if (id.text.startsWith('.')) checkNamedDefault(kind, id, document)
  else {
    checkIdOfKind(
      RULE_KINDS.find((name) => name === kind),
      id.text,
      document,
      id.range,
    )
    // In a document that makes no rules at all, each example stands alone
    if (document.made.length > 0) reportMissing(kind, id, document)
  }
}

/** What is done with a rule that is there. */
const OF_A_RULE = new Set([
  ...['getPushRule', 'deletePushRule', 'getPushRuleEnabled', 'putPushRuleEnabled'],
  ...['getPushRuleActions', 'putPushRuleActions'],
])

/** Looks whether the version has the default rule that a path names, and with this kind. */
function checkNamedDefault(kind: string, { text, range }: UrlPart, document: DocumentContext): void {
  if (!text.startsWith('.m.rule.') || speaksOfThePast(document)) return
  const known = registered(text, document.specVersion)
  if (known === undefined) {
    document.report(
      'default-rule-version',
      range,
      `${document.specVersion} has no default rule "${text}"${elsewhere(text)}`,
    )
  } else if (known.kind !== kind && RULE_KINDS.some((name) => name === kind)) {
    document.report(
      'rule-id',
      range,
      `"${text}" is a rule of the kind ${known.kind}, and this looks among those of the kind ${kind}`,
    )
  }
}

function reportMissing(kind: string, { text, range }: UrlPart, { made, report }: DocumentContext): void {
  if (made.some((rule) => rule.kind === kind && rule.ruleId === text)) return
  const other = made.find((rule) => rule.ruleId === text)
  if (other === undefined) {
    report('missing-predecessor', range, `No earlier example makes the ${kind} rule "${text}"`)
  } else {
    report(
      'missing-predecessor',
      range,
      `"${text}" is made as a ${other.kind} rule, and this looks for a ${kind} rule`,
      { severity: 'error' },
    )
  }
}

/** Whether the text before a request says that it does not succeed. */
function isToFail({ lead }: DocumentContext): boolean {
  const text = lead.findLast(({ isItem }) => !isItem)?.text ?? ''
  return /\b(?:4\d\d|M_[A-Z_]+|fails?|failing|reject(?:s|ed)?|refuse[sd]?|not allowed|invalid|error)\b/.test(text)
}
