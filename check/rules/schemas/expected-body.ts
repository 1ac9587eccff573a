import {
  checkNotifyRequest,
  checkNotifyResponse,
  checkRequestBody,
  checkResponse,
  findOperation,
} from '../../../spec/index.ts'
import { checkTree } from '../../check-examples.ts'
import type { DocumentContext } from '../../document-context.ts'
import { readJson } from '../../read/json/read-json.ts'
import { toValue } from '../../read/tree.ts'
import type { Fragment } from '../../source/fragment.ts'
import { type JsonPlace, reportJsonProblems } from '../syntax.ts'
import { reportViolations } from './violations.ts'

/** Kind of body that the prose before an example announces. */
export interface Expectation {
  /** Operation of the client-server API; absent for a push gateway */
  operationId?: string
  isResponse: boolean
}

const CALL = /\b(GET|PUT|POST|DELETE)\s+(\/_matrix\/(?:client|push)\/[^\s?`]+)/

/** Matches a heading that is nothing but a label, such as "Response". */
const LABEL = /^\W*(?:the\s+)?(?:example\s+)?(?:request|response)(?:\s+(?:body|example))?s?\W*$/i

/** Returns the body that the nearest prose announces, if it is certain. */
export function expectationIn({ lead, headings }: DocumentContext): Expectation | undefined {
  const heading = headings.at(-1)?.text ?? ''
  const text = lead.findLast(({ isItem }) => !isItem)?.text ?? ''
  const label = LABEL.test(heading) ? `${heading} ${text}` : text
  const isRequest = /\brequest(?:\s+body)?\b/i.test(label)
  const isResponse = /\b(?:responses?|responds|answers?|answered|returns?|returned|repl(?:y|ies))\b/i.test(label)
  if (isRequest === isResponse || /\b(?:4\d\d|5\d\d|error|invalid|wrong|M_[A-Z_]+)\b/i.test(label)) return undefined
  const near = [...headings, ...lead.slice(-2)].map((prose) => CALL.exec(prose.text))
  const found = near.findLast((match) => match !== null)
  if (found?.[2] === '/_matrix/push/v1/notify') return found[1] === 'POST' ? { isResponse } : undefined
  const operation =
    found && findOperation(found[1] ?? '', (found[2] ?? '').replace(/\/client\/(?:r0|v\d+)\//, '/client/v3/'))
  return operation ? { operationId: operation.operationId, isResponse } : undefined
}

/** Checks JSON against the schema of an announced body, and the examples in it. */
export function checkExpected(
  fragment: Fragment,
  place: JsonPlace,
  { operationId, isResponse }: Expectation,
  document: DocumentContext,
): void {
  const { trees, problems } = readJson(fragment)
  reportJsonProblems(problems, place, document)
  const [tree, ...more] = trees
  if (tree !== undefined && more.length === 0) {
    const violations = violationsOf({ isResponse, ...(operationId !== undefined && { operationId }) }, toValue(tree))
    const what = `${isResponse ? 'response' : 'body'} of ${operationId ?? 'a push gateway'}`
    reportViolations(
      what,
      tree,
      violations.filter((sentence) => !sentence.startsWith('At the status')),
      document,
    )
  }
  for (const one of trees) checkTree(one, document)
}

function violationsOf({ operationId, isResponse }: Expectation, value: unknown): string[] {
  if (operationId === undefined) return isResponse ? checkNotifyResponse(value) : checkNotifyRequest(value)
  return isResponse ? checkResponse(operationId, 200, value) : checkRequestBody(operationId, value)
}
