import t from 'tap'
import clientServer from '../../spec/generated/client-server.json' with { type: 'json' }
import pushGateway from '../../spec/generated/push-gateway.json' with { type: 'json' }
import { checkNotifyRequest, checkNotifyResponse, checkRequestBody, checkResponse } from '../../spec/index.ts'
import { dereference, type Message, type OpenApiDocument, operationsOf } from '../../spec/openapi-document.ts'

/** Returns the examples of a body in an OpenAPI document, by name. */
function examplesOf({ content }: Message): [name: string, value: unknown][] {
  const { example, examples } = (content?.['application/json'] ?? {}) as {
    example?: unknown
    examples?: Record<string, { value: unknown }>
  }
  const named = Object.entries(examples ?? {}).map(([name, { value }]): [string, unknown] => [name, value])
  return example === undefined ? named : [['example', example], ...named]
}

/** Returns every example of a document with its violations. */
function casesOf(document: OpenApiDocument) {
  return operationsOf(document).flatMap(({ operation: { operationId, requestBody, responses } }) => [
    ...examplesOf(requestBody ? dereference(document, requestBody) : {}).map(([name, value]) => ({
      name: `${operationId} request ${name}`,
      violations: operationId === 'notify' ? checkNotifyRequest(value) : checkRequestBody(operationId, value),
    })),
    ...Object.entries(responses).flatMap(([status, response]) =>
      examplesOf(dereference(document, response)).map(([name, value]) => ({
        name: `${operationId} ${status} ${name}`,
        violations:
          operationId === 'notify'
            ? checkNotifyResponse(value)
            : checkResponse(operationId, Number(status.replaceAll('X', '0')), value),
      })),
    ),
  ])
}

t.test('the examples in the OpenAPI documents are valid', async (t) => {
  for (const document of [clientServer, pushGateway]) {
    const cases = casesOf(document)
    t.ok(cases.length > 1)
    for (const { name, violations } of cases) t.strictSame(violations, [], name)
  }
})
