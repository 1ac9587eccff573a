import clientServer from '../../../spec/generated/client-server.json' with { type: 'json' }
import type { Operation } from '../../../spec/index.ts'
import { dereference, operationsOf, type Reference } from '../../../spec/openapi-document.ts'
import type { DocumentContext } from '../../document-context.ts'
import type { ExampleUrl, UrlPart } from '../../read/url.ts'

interface Parameter {
  in?: string
  name?: string
  schema?: { type?: unknown; enum?: readonly unknown[] }
}

/** Parameters by operation ID. */
const PARAMETERS: ReadonlyMap<string, readonly Parameter[]> = new Map(
  operationsOf(clientServer).map(({ item, operation }) => {
    const own = (operation as { parameters?: object[] }).parameters ?? []
    const all = [...(item.parameters ?? []), ...own] as (Parameter | Reference)[]
    return [operation.operationId, all.map((one) => dereference(clientServer, one as Reference) as Parameter)]
  }),
)

/** Query parameters that every request may have: a token, and those of application services. */
const EVERYWHERE = new Set(['access_token', 'user_id', 'device_id', 'org.matrix.msc3202.device_id', 'ts'])

/** Checks the path and query parameters of an endpoint of the push module. */
export function checkParameters(
  operation: Operation,
  segments: readonly UrlPart[],
  { query }: ExampleUrl,
  document: DocumentContext,
): void {
  if (operation.tag !== 'push') return
  const parameters = PARAMETERS.get(operation.operationId) ?? []
  checkPath(operation, parameters, segments, document)
  const known = parameters.filter((one) => one.in === 'query')
  for (const { name, value } of query) {
    if (name.isUnknown || name.text === '' || EVERYWHERE.has(name.text) || name.text.includes('.')) continue
    const parameter = known.find((one) => one.name === name.text)
    if (parameter === undefined) reportUnknown(operation, name, known, document)
    else if (parameter.schema?.type === 'integer' && !value.isUnknown && !/^\d+$/.test(value.text)) {
      document.report(
        'query-parameter',
        value.range,
        `Expected an integer for the query parameter "${name.text}", found "${value.text}"`,
      )
    }
  }
}

function reportUnknown(
  { method, path }: Operation,
  name: UrlPart,
  known: readonly Parameter[],
  { report }: DocumentContext,
): void {
  const names = known.map((one) => one.name).join(', ')
  report('query-parameter', name.range, `Unknown query parameter "${name.text}" of ${method} ${path}`, {
    ...(names !== '' && { hint: `Use one of ${names}` }),
  })
}

/** Checks path parameters with a fixed set of values, except the kind of push rules, which `checkKindInPath` checks. */
function checkPath(
  { path }: Operation,
  parameters: readonly Parameter[],
  segments: readonly UrlPart[],
  { report }: DocumentContext,
): void {
  for (const [index, template] of path.split('/').slice(1).entries()) {
    const segment = segments[index]
    const words = parameters.find((one) => `{${one.name}}` === template)?.schema?.enum
    if (segment === undefined || segment.isUnknown || words === undefined || template === '{kind}') continue
    // Names with dots are namespaced by a domain
    if (words.includes(segment.text) || /^(?!m\.)[^.]+\..+/.test(segment.text)) continue
    const name = template.slice(1, -1)
    report(
      'unknown-endpoint',
      segment.range,
      `Expected ${words.join(' or ')} as the ${name} in the path, found "${segment.text}"`,
    )
  }
}
