import type { ValidateFunction } from 'ajv'
import { createAjv } from './ajv.ts'
import { dereference, type Message, type OpenApiDocument, type Operation, operationsOf } from './openapi-document.ts'
import { toViolations } from './violations.ts'

/** Checks bodies against the operations of one OpenAPI document. */
export interface DocumentChecker {
  /** What the body of a request breaks; undefined is no body. */
  checkRequest(operationId: string, body: unknown): string[]
  /** What a response breaks; an undefined body is one that is no JSON. */
  checkResponse(operationId: string, status: number, body: unknown): string[]
}

/** A checker that compiles each schema when it is first needed, and once. */
export function createDocumentChecker(document: OpenApiDocument): DocumentChecker {
  const ajv = createAjv()
  const operations = new Map(operationsOf(document).map(({ operation }) => [operation.operationId, operation]))
  const validators = new Map<object, ValidateFunction>()

  function operationOf(operationId: string): Operation {
    const operation = operations.get(operationId)
    if (operation) return operation
    throw new RangeError(`There is no operation "${operationId}" in the OpenAPI document; correct the ID`)
  }

  function check({ content }: Message, body: unknown): string[] {
    if (content === undefined) return []
    const { schema } = content['application/json']
    let validate = validators.get(schema)
    if (validate === undefined) {
      // With the components beside it, the schema finds what it points to.
      validate = ajv.compile({ ...schema, components: document.components })
      validators.set(schema, validate)
    }
    return validate(body) ? [] : toViolations(validate.errors)
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
      return [`At the status: found ${status}, wanted ${listed.join(' or ')}`]
    },
  }
}
