import clientServer from '../../spec/generated/client-server.json' with { type: 'json' }
import type { Operation } from '../../spec/index.ts'
import { dereference, operationsOf, type Reference } from '../../spec/openapi-document.ts'
import type { ExampleUrl, UrlPart } from '../read/url.ts'
import type { DocumentContext } from '../story.ts'

interface Parameter {
  in?: string
  name?: string
  schema?: { type?: unknown; enum?: readonly unknown[] }
}

/** The parameters of each operation. */
const PARAMETERS: ReadonlyMap<string, readonly Parameter[]> = new Map(
  operationsOf(clientServer).map(({ item, operation }) => {
    const own = (operation as { parameters?: object[] }).parameters ?? []
    const all = [...(item.parameters ?? []), ...own] as (Parameter | Reference)[]
    return [operation.operationId, all.map((one) => dereference(clientServer, one as Reference) as Parameter)]
  }),
)

/** What any request may have: a token, and what application services add. */
const EVERYWHERE = new Set(['access_token', 'user_id', 'device_id', 'org.matrix.msc3202.device_id', 'ts'])

/** Looks at the parameters of an endpoint about push, in the path and in the query. */
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
    if (name.isOpen || name.text === '' || EVERYWHERE.has(name.text) || name.text.includes('.')) continue
    const parameter = known.find((one) => one.name === name.text)
    if (parameter === undefined) reportUnknown(operation, name, known, document)
    else if (parameter.schema?.type === 'integer' && !value.isOpen && !/^\d+$/.test(value.text)) {
      document.report(
        'query-parameter',
        value.range,
        `The query parameter "${name.text}" is "${value.text}", wanted an integer`,
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
  report('query-parameter', name.range, `${method} ${path} has no query parameter "${name.text}"`, {
    ...(names !== '' && { hint: `It has ${names}` }),
  })
}

/** Segments that are to be one of a few words; kinds of push rules are looked at where rules are. */
function checkPath(
  { path }: Operation,
  parameters: readonly Parameter[],
  segments: readonly UrlPart[],
  { report }: DocumentContext,
): void {
  for (const [index, template] of path.split('/').slice(1).entries()) {
    const segment = segments[index]
    const words = parameters.find((one) => `{${one.name}}` === template)?.schema?.enum
    if (segment === undefined || segment.isOpen || words === undefined || template === '{kind}') continue
    // Words with a domain in them are for whoever owns that
    if (words.includes(segment.text) || /^(?!m\.)[^.]+\..+/.test(segment.text)) continue
    const name = template.slice(1, -1)
    report(
      'unknown-endpoint',
      segment.range,
      `The ${name} in the path is "${segment.text}", wanted ${words.join(' or ')}`,
    )
  }
}
