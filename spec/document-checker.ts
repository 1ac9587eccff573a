import { createBoundedValidator } from './bounded-validator.ts'
import { dereference, type Message, type OpenApiDocument, type Operation, operationsOf } from './openapi-document.ts'

/** Checks bodies against the operations of one OpenAPI document. */
export interface DocumentChecker {
  /** Returns the violations of a request body; `undefined` stands for no body. */
  checkRequest(operationId: string, body: unknown): string[]
  /** Returns the violations of a response; `undefined` stands for a body that is not JSON. */
  checkResponse(operationId: string, status: number, body: unknown): string[]
}

/** Creates a checker that compiles each schema once, on first use. */
export function createDocumentChecker(document: OpenApiDocument): DocumentChecker {
  const validator = createBoundedValidator()
  const operations = new Map(operationsOf(document).map(({ operation }) => [operation.operationId, operation]))
  const schemas = new Map<object, object>()

  function operationOf(operationId: string): Operation {
    const operation = operations.get(operationId)
    if (operation) return operation
    throw new RangeError(`Unknown operation "${operationId}" of the OpenAPI document; correct the ID`)
  }

  function check({ content }: Message, body: unknown): string[] {
    if (content === undefined) return []
    const { schema } = content['application/json']
    // References in the schema resolve to the components beside it.
    const whole = schemas.get(schema) ?? { ...schema, components: document.components }
    schemas.set(schema, whole)
    return validator.violations(whole, body)
  }

  return {
    checkRequest(operationId, body) {
      const { requestBody } = operationOf(operationId)
      if (requestBody === undefined) return []
      const message = dereference(document, requestBody)
      return body === undefined && message.required !== true ? [] : check(message, body)
    },

    checkResponse(operationId, status, body) {
      const { responses } = operationOf(operationId)
      const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`]
      if (response !== undefined) return check(dereference(document, response), body)
      if (status < 200 || status > 299) return []
      const listed = Object.keys(responses).filter((code) => code.startsWith('2'))
      return [`At the status: expected ${listed.join(' or ')}, found ${status}`]
    },
  }
}
